#include "market/page.h"

#include "market/found_field.h"
#include "market/schema.h"

enum { TITLE = 300 };

/* <base href>: the first one counts. */
static bool rebase(struct reader *reader, struct str address)
{
    struct str base = address.n ? found_url(reader->arena, address, reader->base) : STR_NULL;
    if (base.p)
        reader->base = base;
    return base.p != NULL;
}

struct dom *page_open(struct reader *reader)
{
    struct dom *dom;
    bool based = false;
    switch (dom_parse(reader->arena, reader->text, &dom)) {
    case DOM_OK: break;
    case DOM_DEEP: reader_refuse(reader, MARKET_TOO_DEEP, MARKET_LOST_PART, STR_NULL, STR("elements inside elements")); break;
    case DOM_LARGE: reader_refuse(reader, MARKET_TOO_LARGE, MARKET_LOST_ALL, STR_NULL, STR("bytes, elements or attributes")); return NULL;
    }
    for (const struct dom_node *node = dom_root(dom); node; node = dom_after(dom, NULL, node, true))
        if (dom_is(node, "title") && !reader->title.n)
            reader->title = found_clean(reader->arena, str_slice(dom_raw(dom, node), 0, TITLE), true);
        else if (dom_is(node, "base") && !based)
            based = rebase(reader, dom_attribute(dom, node, "href"));
    return dom;
}

void page_close(struct reader *reader, const struct dom *dom)
{
    if (dom_exhausted(dom))
        reader_refuse(reader, MARKET_TOO_LARGE, MARKET_LOST_PART, STR_NULL, STR("text inside text, or the selectors"));
}

/* Some templates escape what stands in a script, where nothing is unescaped again. */
static struct str unescaped(struct arena *arena, struct str text)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&quot;", '"'}, {"&#34;", '"'}, {"&#039;", '\''}, {"&#39;", '\''}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}};
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        struct str rest = str_slice(text, at, text.n);
        size_t e = 0;
        while (e < sizeof entities / sizeof *entities && !(text.p[at] == '&' && str_starts_with(rest, str_of(entities[e].entity))))
            e++;
        bool known = e < sizeof entities / sizeof *entities;
        out[n++] = known ? entities[e].c : text.p[at];
        at += known ? strlen(entities[e].entity) : 1;
    }
    return (struct str){out, n};
}

static bool is_escaped(struct str text)
{
    size_t at = 0;
    while (at < text.n && strchr(" \t\r\n{[", text.p[at]))
        at++;
    struct str rest = str_slice(text, at, text.n);
    return str_starts_with(rest, STR("&quot;")) || str_starts_with(rest, STR("&#34;"));
}

void read_json_ld(struct reader *reader, struct str text, size_t first_line)
{
    struct tree *root;
    size_t line;
    bool escaped = is_escaped(text);
    if (escaped)
        text = unescaped(reader->arena, text);
    enum tree_result result = tree_read(reader->arena, text, first_line, &root, &line);
    struct str where = arena_printf(reader->arena, "line %zu", line);
    struct str begin = arena_printf(reader->arena, "line %zu", first_line);
    switch (result) {
    case TREE_BROKEN: reader_refuse(reader, MARKET_SYNTAX, MARKET_LOST_PART, where, str_slice(text, 0, 80)); return;
    case TREE_DEEP: reader_refuse(reader, MARKET_TOO_DEEP, MARKET_LOST_PART, where, STR_NULL); return;
    case TREE_CUT: reader_refuse(reader, MARKET_TOO_MANY, MARKET_LOST_PART, where, STR("values")); break;
    case TREE_REPAIRED: reader_refuse(reader, MARKET_REPAIRED, MARKET_LOST_NOTHING, begin, str_slice(text, 0, 80)); break;
    case TREE_OK:
        if (escaped)
            reader_refuse(reader, MARKET_REPAIRED, MARKET_LOST_NOTHING, begin, str_slice(text, 0, 80));
        break;
    }
    schema_read(reader, root);
}

static bool is_json_ld(struct dom *dom, const struct dom_node *node)
{
    struct str type = dom_is(node, "script") ? dom_attribute(dom, node, "type") : STR_NULL, parameters;
    str_cut(type.p ? type : STR(""), ';', &type, &parameters);
    return str_equal_ignoring_case(str_trim(type), STR("application/ld+json"));
}

static void read_scripts(struct reader *reader, struct dom *dom)
{
    for (const struct dom_node *node = dom_root(dom); node; node = dom_after(dom, NULL, node, true))
        if (is_json_ld(dom, node)) {
            struct str text = dom_raw(dom, node);
            if (str_trim(text).n)
                read_json_ld(reader, text, dom_line(node));
        }
}

void read_page(struct reader *reader, enum market_source_kind kind)
{
    struct dom *dom = page_open(reader);
    if (!dom)
        return;
    if (kind == MARKET_PAGE || kind == MARKET_JSON_LD)
        read_scripts(reader, dom);
    if (kind == MARKET_MICRODATA || (kind == MARKET_PAGE && !reader->market_count))
        schema_read(reader, microdata_tree(reader, dom));
    if (kind == MARKET_H_EVENT || (kind == MARKET_PAGE && !reader->market_count))
        schema_read(reader, hevent_tree(reader->arena, dom));
    page_close(reader, dom);
}
