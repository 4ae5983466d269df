#include "web/markdown.h"

#include <md4c.h>

#include "core/utf8.h"

/* Reference links and tables can make megabytes of a few kilobytes. What people write by hand stays well below this. */
enum { MARKDOWN_URL_MAX = 2000, GROWTH_MAX = 16, GROWTH_FREE = 4096 };

struct writer {
    struct buf *out;
    size_t end; /* past it the text is not taken for Markdown */
    unsigned anchors;    /* how many links and pictures are open, written or not */
    bool anchor_written; /* the outermost of them has a tag */
    unsigned heading;    /* the level of the heading written last */
};

static const char *const block_tags[] = {
    [MD_BLOCK_QUOTE] = "blockquote", [MD_BLOCK_UL] = "ul", [MD_BLOCK_OL] = "ol", [MD_BLOCK_LI] = "li", [MD_BLOCK_P] = "p",
    [MD_BLOCK_TABLE] = "table", [MD_BLOCK_THEAD] = "thead", [MD_BLOCK_TBODY] = "tbody", [MD_BLOCK_TR] = "tr",
    [MD_BLOCK_TH] = "th", [MD_BLOCK_TD] = "td",
};
enum { PAGE_HEADING = 1, HEADING_MAX = 6 };
static const char *const heading_tags[HEADING_MAX + 1] = {[2] = "h2", [3] = "h3", [4] = "h4", [5] = "h5", [6] = "h6"};
static const char *const span_tags[] = {
    [MD_SPAN_EM] = "em", [MD_SPAN_STRONG] = "strong", [MD_SPAN_CODE] = "code", [MD_SPAN_DEL] = "del",
};

/* What a callback answers: below 0 it ends the parsing. */
static int go_on(const struct writer *w)
{
    return w->out->n > w->end ? -1 : 0;
}

static void write_tag(struct writer *w, const char *before, const char *name)
{
    if (name == NULL)
        return;
    html_static(w->out, str_of(before));
    html_static(w->out, str_of(name));
    html_static(w->out, STR(">"));
}

/* One below what was asked for, and never two below the heading before: no level is skipped, whatever people write. */
static unsigned heading_level(const struct writer *w, const MD_BLOCK_H_DETAIL *asked)
{
    unsigned level = asked->level + PAGE_HEADING, next = w->heading + 1;
    level = level < next ? level : next;
    return level < HEADING_MAX ? level : HEADING_MAX;
}

static const char *block_tag(const struct writer *w, MD_BLOCKTYPE type)
{
    if (type == MD_BLOCK_H)
        return heading_tags[w->heading];
    return (size_t)type < sizeof block_tags / sizeof *block_tags ? block_tags[type] : NULL;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    if (type == MD_BLOCK_H)
        w->heading = heading_level(w, detail);
    if (type == MD_BLOCK_HR)
        html_static(w->out, STR("<hr>"));
    else if (type == MD_BLOCK_CODE)
        html_static(w->out, STR("<pre tabindex=\"0\"><code>"));
    else
        write_tag(w, "<", block_tag(w, type));
    return go_on(w);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    (void)detail;
    if (type == MD_BLOCK_CODE)
        html_static(w->out, STR("</code></pre>"));
    else
        write_tag(w, "</", block_tag(w, type));
    return 0;
}

/* An address longer than MARKDOWN_URL_MAX is none. Entities in it stay as typed: html_url escapes their '&', so a browser
 * never decodes what the scheme check has not seen. */
static void open_anchor(struct writer *w, const MD_ATTRIBUTE *address)
{
    w->anchors++;
    if (w->anchors > 1)
        return;
    w->anchor_written = address->size > 0 && address->size <= MARKDOWN_URL_MAX;
    if (!w->anchor_written)
        return;
    html_static(w->out, STR("<a rel=\"nofollow ugc noopener\" href=\""));
    html_url(w->out, (struct str){address->text, address->size});
    html_static(w->out, STR("\">"));
}

static void close_anchor(struct writer *w)
{
    w->anchors--;
    if (w->anchors == 0 && w->anchor_written)
        html_static(w->out, STR("</a>"));
}

static const char *span_tag(MD_SPANTYPE type)
{
    return (size_t)type < sizeof span_tags / sizeof *span_tags ? span_tags[type] : NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    if (type == MD_SPAN_A)
        open_anchor(w, &((const MD_SPAN_A_DETAIL *)detail)->href);
    else if (type == MD_SPAN_IMG)
        open_anchor(w, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
    else
        write_tag(w, "<", span_tag(type));
    return go_on(w);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    (void)detail;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        close_anchor(w);
    else
        write_tag(w, "</", span_tag(type));
    return 0;
}

static int write_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *with)
{
    struct writer *w = with;
    if (type == MD_TEXT_BR)
        html_static(w->out, STR("<br>"));
    else if (type == MD_TEXT_SOFTBR)
        html_static(w->out, STR("\n"));
    else if (type == MD_TEXT_ENTITY)
        html_static(w->out, (struct str){text, size}); /* md4c has checked its form: & letters or digits ; */
    else if (type == MD_TEXT_NULLCHAR)
        html_static(w->out, STR("\xEF\xBF\xBD"));
    else
        html_text(w->out, (struct str){text, size});
    return go_on(w);
}

void markdown_write(struct buf *out, struct str text)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block = enter_block, .leave_block = leave_block,
        .enter_span = enter_span, .leave_span = leave_span, .text = write_text,
    };
    size_t before = out->n;
    if (text.n > UINT32_MAX / GROWTH_MAX)
        return;
    struct writer w = {.out = out, .end = before + GROWTH_FREE + GROWTH_MAX * text.n, .heading = PAGE_HEADING};
    if (md_parse(text.p == NULL ? "" : text.p, (MD_SIZE)text.n, &parser, &w) == 0)
        return;
    out->n = before;
    write_tag(&w, "<", "p");
    html_text(out, text);
    write_tag(&w, "</", "p");
}

struct excerpt {
    struct buf *out;
    size_t most;     /* code points */
    unsigned hidden; /* how many blocks are open whose text is left out */
    bool space;      /* is due before the next word */
};

static bool is_left_out(MD_BLOCKTYPE type)
{
    return type == MD_BLOCK_CODE || type == MD_BLOCK_TABLE;
}

/* Twice what is wanted is enough to cut from. */
static int excerpt_go_on(const struct excerpt *e)
{
    return utf8_length(buf_str(e->out)) > 2 * e->most ? -1 : 0;
}

static int excerpt_enter(MD_BLOCKTYPE type, void *detail, void *with)
{
    struct excerpt *e = with;
    (void)detail;
    e->hidden += is_left_out(type);
    e->space = e->out->n > 0;
    return excerpt_go_on(e);
}

static int excerpt_leave(MD_BLOCKTYPE type, void *detail, void *with)
{
    struct excerpt *e = with;
    (void)detail;
    e->hidden -= is_left_out(type);
    return 0;
}

static int excerpt_span(MD_SPANTYPE type, void *detail, void *with)
{
    (void)type;
    (void)detail;
    (void)with;
    return 0;
}

static void excerpt_add(struct excerpt *e, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool blank = text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t' || text.p[i] == '\r';
        if (!blank && e->space)
            buf_add_char(e->out, ' ');
        if (!blank)
            buf_add_char(e->out, text.p[i]);
        e->space = blank && e->out->n > 0;
    }
}

/* Entities that people write by hand; any other stays as typed. */
static struct str entity_text(struct str entity)
{
    static const struct {
        const char *entity, *text;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&#39;", "'"}, {"&nbsp;", " "}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(entity, str_of(known[i].entity)))
            return str_of(known[i].text);
    return entity;
}

static int excerpt_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *with)
{
    struct excerpt *e = with;
    struct str said = {text, size};
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        said = STR(" ");
    else if (type == MD_TEXT_ENTITY)
        said = entity_text(said);
    else if (type == MD_TEXT_NULLCHAR)
        said = STR("\xEF\xBF\xBD");
    if (e->hidden == 0)
        excerpt_add(e, said);
    return excerpt_go_on(e);
}

/* The first MOST code points of TEXT without its last word, which may be cut in two, unless that is all there is. */
static struct str cut_words(struct arena *arena, struct str text, size_t most)
{
    size_t at = 0, space = 0;
    for (size_t i = 0; i + 1 < most && at < text.n; i++) {
        if (text.p[at] == ' ')
            space = at;
        (void)utf8_next(text, &at);
    }
    const struct str parts[] = {str_slice(text, 0, space > 0 ? space : at), STR("\xE2\x80\xA6")};
    return arena_join(arena, 2, parts);
}

struct str markdown_excerpt(struct arena *arena, struct str text, size_t most)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
        .enter_block = excerpt_enter, .leave_block = excerpt_leave,
        .enter_span = excerpt_span, .leave_span = excerpt_span, .text = excerpt_text,
    };
    struct excerpt e = {.out = ARENA_NEW(arena, struct buf), .most = most};
    if (text.n == 0 || text.n > UINT32_MAX / GROWTH_MAX)
        return STR("");
    buf_init_in(arena, e.out, GROWTH_FREE + GROWTH_MAX * text.n);
    (void)md_parse(text.p, (MD_SIZE)text.n, &parser, &e); /* it ends early once there is enough */
    struct str all = buf_str(e.out);
    return utf8_length(all) > most ? cut_words(arena, all, most) : all;
}
