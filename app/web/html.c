#include "web/html.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct escape {
    struct str by_text, by_attribute; /* absent: as it is */
};

static const struct escape escapes[256] = {
    ['&'] = {STR("&amp;"), STR("&amp;")},
    ['<'] = {STR("&lt;"), STR("&lt;")},
    ['>'] = {STR("&gt;"), STR("&gt;")},
    ['"'] = {STR_NULL, STR("&quot;")},
    ['\''] = {STR_NULL, STR("&#39;")},
};

void html_static(struct buf *out, struct str text)
{
    buf_add(out, text);
}

static void escaped(struct buf *out, struct str text, bool attribute)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        const struct escape *escape = &escapes[(unsigned char)text.p[i]];
        struct str by = attribute ? escape->by_attribute : escape->by_text;
        if (by.p == NULL)
            continue;
        buf_add(out, str_slice(text, from, i));
        buf_add(out, by);
        from = i + 1;
    }
    buf_add(out, str_slice(text, from, text.n));
}

void html_text(struct buf *out, struct str text)
{
    escaped(out, text, false);
}

void html_attribute(struct buf *out, struct str text)
{
    escaped(out, text, true);
}

void html_markup(struct buf *out, struct markup markup)
{
    buf_add(out, markup.html);
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);
}

void html_url_part(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (is_unreserved(c))
            buf_add_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

/* What stands before the first colon, unless a path, query or fragment begins earlier, is a scheme. Browsers drop tabs and line
 * ends before they look, and read a backslash as a slash (WHATWG URL), so none of these pass at all. */
static bool url_is_safe(struct str url)
{
    static const struct str schemes[] = {STR("http"), STR("https"), STR("mailto"), STR("geo"), STR("webcal")};
    size_t scheme = url.n;
    for (size_t i = url.n; i > 0; i--) {
        unsigned char c = (unsigned char)url.p[i - 1];
        if (c < 0x20 || c == 0x7f || c == '\\')
            return false;
        if (c == ':' || c == '/' || c == '?' || c == '#')
            scheme = i - 1;
    }
    if (scheme == url.n || url.p[scheme] != ':')
        return true;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (str_equal_ignoring_case(str_slice(url, 0, scheme), schemes[i]))
            return true;
    }
    return false;
}

void html_url(struct buf *out, struct str url)
{
    html_attribute(out, url_is_safe(url) ? url : STR("#"));
}

struct str html_of_int64(struct html_scratch *scratch, int64_t value)
{
    int n = snprintf(scratch->b, sizeof scratch->b, "%lld", (long long)value);
    return (struct str){scratch->b, (size_t)n};
}

struct str html_of_double(struct html_scratch *scratch, double value)
{
    static_assert(sizeof scratch->b >= STR_DOUBLE, "the longest number");
    return isfinite(value) ? str_from_double(value, scratch->b) : STR("");
}

struct str html_of_uuid(struct html_scratch *scratch, struct uuid value)
{
    return uuid_text(value, scratch->b);
}

static const struct html_argument *argument_named(struct str name, size_t count, const struct html_argument arguments[])
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(str_of(arguments[i].name), name))
            return &arguments[i];
    }
    return NULL;
}

void html_message(struct buf *out, const char *message, size_t count, const struct html_argument arguments[])
{
    struct str text = str_of(message);
    while (text.n > 0) {
        struct str before, rest, name, after;
        bool opened = str_cut(text, '{', &before, &rest);
        html_attribute(out, before);
        if (!opened)
            return;
        const struct html_argument *argument = str_cut(rest, '}', &name, &after) ? argument_named(name, count, arguments) : NULL;
        if (argument == NULL)
            buf_add_char(out, '{');
        else
            html_attribute(out, argument->value);
        text = argument == NULL ? rest : after;
    }
}
