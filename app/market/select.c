#include "market/select.h"

#include "core/buf.h"

struct css {
    struct str text;
    size_t at;
    struct buf *out;
    unsigned depth;
};

static bool read_compound(struct css *css, const char *axis);

static char now(const struct css *css)
{
    return css->at < css->text.n ? css->text.p[css->at] : '\0';
}

static bool take(struct css *css, char c)
{
    if (now(css) != c)
        return false;
    css->at++;
    return true;
}

static void skip_space(struct css *css)
{
    while (now(css) && strchr(" \t\r\n", now(css)))
        css->at++;
}

static bool is_name_part(char c)
{
    char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static struct str take_name(struct css *css)
{
    size_t from = css->at;
    while (is_name_part(now(css)))
        css->at++;
    return str_slice(css->text, from, css->at);
}

/* XPath has no escapes: a text with both kinds of quotes cannot be said. */
static bool add_literal(struct buf *out, struct str before, struct str text, struct str after)
{
    bool single = memchr(text.p ? text.p : "", '\'', text.n) != NULL, both = single && memchr(text.p, '"', text.n);
    char quote = single ? '"' : '\'';
    if (both)
        return false;
    buf_add_char(out, quote);
    buf_add(out, before);
    buf_add(out, text);
    buf_add(out, after);
    buf_add_char(out, quote);
    return true;
}

/* A quoted text, or a bare word. */
static bool take_text(struct css *css, struct str *text)
{
    char quote = now(css);
    if (quote != '"' && quote != '\'') {
        *text = take_name(css);
        return text->n > 0;
    }
    size_t from = ++css->at;
    while (now(css) && now(css) != quote)
        css->at++;
    *text = str_slice(css->text, from, css->at);
    return take(css, quote);
}

static bool has_word(struct css *css, struct str attribute, struct str word)
{
    buf_printf(css->out, "[contains(concat(' ', normalize-space(@" STR_FMT "), ' '), ", STR_ARG(attribute));
    bool ok = word.n && add_literal(css->out, STR(" "), word, STR(" "));
    buf_add(css->out, STR(")]"));
    return ok;
}

/* Behind the '['. */
static bool read_attribute(struct css *css)
{
    struct str name, value;
    skip_space(css);
    name = take_name(css);
    skip_space(css);
    if (!name.n)
        return false;
    if (take(css, ']')) {
        buf_printf(css->out, "[@" STR_FMT "]", STR_ARG(name));
        return true;
    }
    char operator = now(css);
    css->at += operator != '=';
    if (!take(css, '='))
        return false;
    skip_space(css);
    if (!take_text(css, &value))
        return false;
    skip_space(css);
    if (!take(css, ']'))
        return false;
    bool ok = true;
    switch (operator) {
    case '~': return has_word(css, name, value);
    case '=': buf_printf(css->out, "[@" STR_FMT "=", STR_ARG(name)); break;
    case '^': buf_printf(css->out, "[starts-with(@" STR_FMT ", ", STR_ARG(name)); break;
    case '*': buf_printf(css->out, "[contains(@" STR_FMT ", ", STR_ARG(name)); break;
    case '|': buf_printf(css->out, "[starts-with(concat(@" STR_FMT ", '-'), ", STR_ARG(name)); break;
    case '$':
        buf_printf(css->out, "[substring(@" STR_FMT ", string-length(@" STR_FMT ") - %zu)=", STR_ARG(name), STR_ARG(name), value.n - 1);
        break;
    default: return false;
    }
    ok = value.n && add_literal(css->out, STR(""), value, operator == '|' ? STR("-") : STR(""));
    buf_add(css->out, operator == '=' || operator == '$' ? STR("]") : STR(")]"));
    return ok;
}

static bool take_count(struct css *css, int64_t *count)
{
    skip_space(css);
    bool ok = str_to_int64(take_name(css), count) && *count >= 1 && *count <= 10000;
    skip_space(css);
    return take(css, ')') && ok;
}

static bool read_function(struct css *css, struct str name, struct str type)
{
    int64_t count;
    struct str text;
    if (str_eq(name, STR("nth-child"))) {
        bool ok = take_count(css, &count);
        buf_printf(css->out, "[count(preceding-sibling::*)=%lld]", (long long)(ok ? count - 1 : 0));
        return ok;
    }
    if (str_eq(name, STR("nth-of-type"))) {
        bool ok = take_count(css, &count) && !str_eq(type, STR("*"));
        buf_printf(css->out, "[count(preceding-sibling::" STR_FMT ")=%lld]", STR_ARG(type), (long long)(ok ? count - 1 : 0));
        return ok;
    }
    if (str_eq(name, STR("contains"))) {
        skip_space(css);
        bool ok = take_text(css, &text);
        skip_space(css);
        buf_add(css->out, STR("[contains(., "));
        ok = ok && add_literal(css->out, STR(""), text, STR(""));
        buf_add(css->out, STR(")]"));
        return take(css, ')') && ok;
    }
    if (!str_eq(name, STR("not")) || css->depth > 3)
        return false;
    css->depth++;
    buf_add(css->out, STR("[not("));
    skip_space(css);
    bool ok = read_compound(css, "self::");
    skip_space(css);
    buf_add(css->out, STR(")]"));
    css->depth--;
    return take(css, ')') && ok;
}

/* Behind the ':'. */
static bool read_pseudo(struct css *css, struct str type)
{
    struct str name = take_name(css);
    bool typed = !str_eq(type, STR("*"));
    if (take(css, '('))
        return read_function(css, name, type);
    if (str_eq(name, STR("first-child")))
        buf_add(css->out, STR("[not(preceding-sibling::*)]"));
    else if (str_eq(name, STR("last-child")))
        buf_add(css->out, STR("[not(following-sibling::*)]"));
    else if (str_eq(name, STR("first-of-type")) && typed)
        buf_printf(css->out, "[not(preceding-sibling::" STR_FMT ")]", STR_ARG(type));
    else if (str_eq(name, STR("last-of-type")) && typed)
        buf_printf(css->out, "[not(following-sibling::" STR_FMT ")]", STR_ARG(type));
    else
        return false;
    return true;
}

/* "div.market[data-id]:first-child" */
static bool read_compound(struct css *css, const char *axis)
{
    char name[64];
    size_t before = css->at;
    struct str type = take_name(css);
    if (!type.n && take(css, '*'))
        type = STR("*");
    if (type.n >= sizeof name)
        return false;
    for (size_t i = 0; i < type.n; i++)
        name[i] = ascii_lower(type.p[i]);
    type = type.n ? (struct str){name, type.n} : STR("*");
    buf_add(css->out, str_of(axis));
    buf_add(css->out, type);
    for (;;) {
        bool ok = true;
        if (take(css, '.')) {
            ok = has_word(css, STR("class"), take_name(css));
        } else if (take(css, '#')) {
            buf_add(css->out, STR("[@id="));
            struct str id = take_name(css);
            ok = id.n && add_literal(css->out, STR(""), id, STR(""));
            buf_add_char(css->out, ']');
        } else if (take(css, '[')) {
            ok = read_attribute(css);
        } else if (take(css, ':')) {
            ok = read_pseudo(css, type);
        } else {
            return css->at > before;
        }
        if (!ok)
            return false;
    }
}

/* What joins this compound with the one before it; false at the end of the path. */
static bool take_joint(struct css *css, const char **axis)
{
    bool space = now(css) && strchr(" \t\r\n", now(css));
    skip_space(css);
    if (!now(css) || now(css) == ',')
        return false;
    if (take(css, '>'))
        *axis = "/";
    else if (take(css, '+'))
        *axis = "/following-sibling::*[1]/self::";
    else if (take(css, '~'))
        *axis = "/following-sibling::";
    else if (space)
        *axis = "//";
    else
        return false;
    skip_space(css);
    return true;
}

static bool read_path(struct css *css)
{
    const char *axis = ".//";
    skip_space(css);
    if (take(css, '>')) {
        axis = "./";
        skip_space(css);
    }
    do {
        if (!read_compound(css, axis))
            return false;
    } while (take_joint(css, &axis));
    return true;
}

struct str select_xpath(struct arena *arena, struct str text)
{
    struct buf out;
    struct css css = {.text = str_trim(text), .out = &out};
    buf_init(&out, SELECT_BYTES * 20);
    bool ok = css.text.n && css.text.n <= SELECT_BYTES && read_path(&css);
    while (ok && take(&css, ',')) {
        buf_add(&out, STR(" | "));
        ok = read_path(&css);
    }
    struct str xpath = ok && css.at == css.text.n && !out.failed ? arena_str(arena, buf_str(&out)) : STR_NULL;
    buf_free(&out);
    return xpath;
}

struct dom_pick *select_pick(struct arena *arena, struct str selector)
{
    selector = str_trim(selector);
    if (!selector.n || selector.n > SELECT_BYTES)
        return NULL;
    bool named = str_starts_with(selector, STR("xpath:"));
    if (named)
        selector = str_slice(selector, strlen("xpath:"), selector.n);
    bool is_xpath = named || selector.p[0] == '/' || selector.p[0] == '(' || selector.p[0] == '@' || str_starts_with(selector, STR("./")) || str_starts_with(selector, STR(".."));
    struct str xpath = is_xpath ? selector : select_xpath(arena, selector);
    return xpath.p ? dom_pick_new(arena, xpath) : NULL;
}
