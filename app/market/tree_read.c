#include "market/tree.h"

#include "core/buf.h"
#include "core/utf8.h"

struct parser {
    struct arena *arena;
    struct str text;
    size_t at, line;
    size_t values;
    unsigned depth;
    bool repaired, cut, deep;
};

static bool read_value(struct parser *parser, struct tree **out);

static char now(const struct parser *parser)
{
    return parser->at < parser->text.n ? parser->text.p[parser->at] : '\0';
}

static bool ahead(const struct parser *parser, const char *word)
{
    return str_starts_with(str_slice(parser->text, parser->at, parser->text.n), str_of(word));
}

static void step(struct parser *parser)
{
    parser->line += now(parser) == '\n';
    parser->at++;
}

static void skip_past(struct parser *parser, const char *word)
{
    while (parser->at < parser->text.n && !ahead(parser, word))
        step(parser);
    for (size_t i = 0; word[i] && parser->at < parser->text.n; i++)
        step(parser);
}

/* Where CDATA and HTML comments are wrapped around the data, or comments stand in it. */
static bool skip_comment(struct parser *parser)
{
    static const char *const wraps[] = {"<![CDATA[", "]]>", "//<![CDATA[", "//]]>", "<!--//-->", "//-->", "<!--", "-->"};
    for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++)
        if (ahead(parser, wraps[i])) {
            parser->at += strlen(wraps[i]);
            return true;
        }
    if (ahead(parser, "/*"))
        skip_past(parser, "*/");
    else if (ahead(parser, "//"))
        skip_past(parser, "\n");
    else
        return false;
    return true;
}

static void skip_space(struct parser *parser)
{
    for (;;) {
        char c = now(parser);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            step(parser);
        } else if (ahead(parser, "\xC2\xA0") || ahead(parser, "\xEF\xBB\xBF")) {
            parser->at += ahead(parser, "\xC2\xA0") ? 2 : 3;
            parser->repaired = true;
        } else if (c && c < ' ' && c > 0) {
            step(parser);
            parser->repaired = true;
        } else if ((c == '/' || c == '<' || c == ']' || c == '-') && skip_comment(parser)) {
            parser->repaired = true;
        } else {
            return;
        }
    }
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four digits after "\u"; leaves the parser behind them. */
static bool read_unit(struct parser *parser, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(now(parser));
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)digit;
        parser->at++;
    }
    return true;
}

static bool read_unicode(struct parser *parser, struct buf *out)
{
    uint32_t high, low;
    char bytes[4];
    if (!read_unit(parser, &high))
        return false;
    if (high >= 0xD800 && high <= 0xDBFF && ahead(parser, "\\u")) {
        size_t before = parser->at;
        parser->at += 2;
        if (!read_unit(parser, &low))
            return false;
        if (low >= 0xDC00 && low <= 0xDFFF)
            high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        else
            parser->at = before;
    }
    if (high >= 0xD800 && high <= 0xDFFF)
        high = 0xFFFD;
    if (high != 0)
        buf_add_bytes(out, bytes, utf8_encode(high, bytes));
    else
        parser->repaired = true;
    return true;
}

static bool read_escape(struct parser *parser, struct buf *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = now(parser);
    const char *known = c ? strchr(from, c) : NULL;
    if (parser->at >= parser->text.n)
        return false;
    step(parser);
    if (c == 'u')
        return read_unicode(parser, out);
    parser->repaired |= !known;
    buf_add_char(out, known ? to[known - from] : c);
    return true;
}

/* Behind the opening QUOTE. A line end or another control character in it stands for itself. */
static bool read_text(struct parser *parser, char quote, struct str *out)
{
    struct buf text;
    bool ok = true;
    size_t from = parser->at;
    while (parser->at < parser->text.n && now(parser) != quote && now(parser) != '\\' && (unsigned char)now(parser) >= ' ')
        parser->at++;
    if (now(parser) == quote) { /* as nearly all are: nothing to copy */
        *out = str_slice(parser->text, from, parser->at++);
        return true;
    }
    buf_init(&text, parser->text.n + 16);
    buf_add(&text, str_slice(parser->text, from, parser->at));
    while (ok && parser->at < parser->text.n && now(parser) != quote) {
        char c = now(parser);
        step(parser);
        if (c == '\\') {
            ok = read_escape(parser, &text);
        } else {
            parser->repaired |= (unsigned char)c < ' ';
            buf_add_char(&text, c);
        }
    }
    ok = ok && parser->at < parser->text.n;
    parser->at++;
    *out = arena_str(parser->arena, buf_str(&text));
    if (!out->p)
        *out = STR("");
    buf_free(&text);
    return ok;
}

static bool is_bare(char c)
{
    char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == '_' || c == '$' || c == '@';
}

static struct str read_bare(struct parser *parser)
{
    size_t from = parser->at;
    while (is_bare(now(parser)) && !ahead(parser, "-->"))
        parser->at++;
    return str_slice(parser->text, from, parser->at);
}

static bool read_name(struct parser *parser, struct str *name)
{
    char c = now(parser);
    if (c == '"' || c == '\'') {
        parser->at++;
        parser->repaired |= c == '\'';
        return read_text(parser, c, name);
    }
    *name = read_bare(parser);
    parser->repaired = true;
    return name->n > 0;
}

/* Between elements: one comma. More of them, or one before the end, say no more than that; none between two texts neither. */
static void skip_commas(struct parser *parser, char end, bool first)
{
    unsigned commas = 0;
    skip_space(parser);
    while (now(parser) == ',') {
        commas++;
        step(parser);
        skip_space(parser);
    }
    if (parser->at < parser->text.n && commas != (first || now(parser) == end ? 0U : 1U))
        parser->repaired = true;
}

static bool read_members(struct parser *parser, struct tree *parent, char end)
{
    for (bool first = true;; first = false) {
        struct str name = STR_NULL;
        struct tree *child;
        size_t comma = parser->at;
        skip_commas(parser, end, first);
        if (now(parser) == end) {
            parser->at++;
            return true;
        }
        if (!first && comma == parser->at) /* two values that touch: whatever that was meant to be */
            return false;
        if (parent->kind == TREE_OBJECT) {
            if (!read_name(parser, &name))
                return false;
            skip_space(parser);
            if (now(parser) != ':')
                return false;
            step(parser);
        }
        if (!read_value(parser, &child))
            return false;
        if (!parser->cut || parent->kind == TREE_OBJECT || !parent->first)
            tree_add(parent, name, child);
        if (parser->cut)
            return true;
    }
}

static bool read_bare_value(struct parser *parser, struct tree **out)
{
    struct str word = read_bare(parser);
    enum tree_kind kind = TREE_TEXT;
    if (str_eq(word, STR("true")) || str_eq(word, STR("false")))
        kind = TREE_BOOL;
    else if (str_eq(word, STR("null")) || str_eq(word, STR("undefined")) || str_eq(word, STR("NaN")))
        kind = TREE_NULL;
    else if (str_is_number(word))
        kind = TREE_NUMBER;
    else if (!word.n || !((word.p[0] >= '0' && word.p[0] <= '9') || word.p[0] == '+' || word.p[0] == '.'))
        return false;
    parser->repaired |= kind == TREE_TEXT || (kind == TREE_NULL && word.p[0] != 'n');
    *out = tree_new(parser->arena, kind, parser->line);
    (*out)->text = word;
    return true;
}

static bool read_value(struct parser *parser, struct tree **out)
{
    skip_space(parser);
    char c = now(parser);
    if (++parser->values > TREE_VALUES || arena_full(parser->arena)) {
        parser->cut = true;
        *out = tree_new(parser->arena, TREE_NULL, parser->line);
        return true;
    }
    if (c == '"' || c == '\'') {
        *out = tree_new(parser->arena, TREE_TEXT, parser->line);
        parser->at++;
        parser->repaired |= c == '\'';
        return read_text(parser, c, &(*out)->text);
    }
    if (c != '{' && c != '[')
        return read_bare_value(parser, out);
    if (parser->depth == TREE_DEPTH) {
        parser->deep = true;
        return false;
    }
    *out = tree_new(parser->arena, c == '{' ? TREE_OBJECT : TREE_LIST, parser->line);
    parser->at++;
    parser->depth++;
    bool ok = read_members(parser, *out, c == '{' ? '}' : ']');
    parser->depth--;
    return ok;
}

/* Several values one after the other, with or without commas, are a list of them. */
static bool read_all(struct parser *parser, struct tree **root)
{
    struct tree *list = NULL, *value;
    if (!read_value(parser, root))
        return false;
    for (;;) {
        skip_space(parser);
        while (now(parser) == ';' || now(parser) == ',') {
            parser->repaired = true;
            step(parser);
            skip_space(parser);
        }
        if (parser->at >= parser->text.n || parser->cut)
            return true;
        if ((now(parser) != '{' && now(parser) != '[') || !read_value(parser, &value))
            return false;
        if (!list) {
            list = tree_new(parser->arena, TREE_LIST, (*root)->line);
            tree_add(list, STR_NULL, *root);
            *root = list;
        }
        tree_add(list, STR_NULL, value);
        parser->repaired = true;
    }
}

enum tree_result tree_read(struct arena *arena, struct str text, size_t first_line, struct tree **root, size_t *line)
{
    struct parser parser = {.arena = arena, .text = text, .line = first_line};
    *root = NULL;
    bool ok = read_all(&parser, root);
    *line = parser.line;
    if (ok)
        return parser.cut ? TREE_CUT : parser.repaired ? TREE_REPAIRED : TREE_OK;
    *root = NULL;
    return parser.deep ? TREE_DEEP : TREE_BROKEN;
}
