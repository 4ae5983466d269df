#include "web/multipart_header.h"

#include <string.h>

#include "core/utf8.h"

enum { FILE_NAME_MAX = 255 };

/* In a quoted string, as browsers and libraries write it, a backslash escapes only a quote or itself, because browsers send
 * Windows paths with bare ones. */
static bool is_escape(struct str text, size_t i)
{
    return text.p[i] == '\\' && i + 1 < text.n && (text.p[i + 1] == '"' || text.p[i + 1] == '\\');
}

/* *value is what stands between the quotes, still escaped; *rest starts behind the closing one. */
static bool take_quoted(struct str text, struct str *value, struct str *rest)
{
    for (size_t i = 1; i < text.n; i++) {
        if (text.p[i] == '"') {
            *value = str_slice(text, 1, i);
            *rest = str_slice(text, i + 1, text.n);
            return true;
        }
        if (is_escape(text, i))
            i++;
    }
    return false;
}

static struct str unescape_quoted(struct arena *arena, struct str text)
{
    char *to = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (is_escape(text, i))
            i++;
        to[n++] = text.p[i];
    }
    return (struct str){to, n};
}

static bool take_value(struct str text, struct str *value, struct str *rest, bool *quoted)
{
    *quoted = text.n > 0 && text.p[0] == '"';
    if (*quoted) {
        if (!take_quoted(text, value, rest))
            return false;
        *rest = str_trim(*rest);
        if (rest->n == 0)
            return true;
        if (rest->p[0] != ';')
            return false;
        *rest = str_slice(*rest, 1, rest->n);
        return true;
    }
    str_cut(text, ';', value, rest);
    *value = str_trim(*value);
    return true;
}

struct str header_parameter(struct arena *arena, struct str header_value, struct str name)
{
    struct str found = STR_NULL, rest, token, key, value;
    bool quoted;
    str_cut(header_value, ';', &token, &rest);
    while (str_trim(rest).n > 0) {
        if (!str_cut(rest, '=', &key, &rest))
            return STR_NULL;
        if (!take_value(str_trim(rest), &value, &rest, &quoted))
            return STR_NULL;
        if (!str_equal_ignoring_case(str_trim(key), name))
            continue;
        if (found.p != NULL)
            return STR_NULL;
        found = quoted ? unescape_quoted(arena, value) : value;
    }
    return found;
}

/* Browsers write a quote and line ends in names as %22, %0D and %0A (WHATWG HTML, multipart/form-data encoding). */
static struct str unescape_name(struct arena *arena, struct str text)
{
    char *to = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        struct str escape = str_slice(text, i, i + 3);
        char c = text.p[i];
        if (str_eq(escape, STR("%22")))
            c = '"';
        else if (str_eq(escape, STR("%0D")))
            c = '\r';
        else if (str_eq(escape, STR("%0A")))
            c = '\n';
        if (c != text.p[i])
            i += 2;
        to[n++] = c;
    }
    return (struct str){to, n};
}

static bool is_text(struct str text)
{
    return utf8_valid(text) && (text.n == 0 || memchr(text.p, '\0', text.n) == NULL);
}

struct str file_name_shown(struct arena *arena, struct str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = str_slice(name, i, name.n);
            break;
        }
    char *to = arena_alloc(arena, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] >= 0x20 && name.p[i] != 0x7f)
            to[n++] = name.p[i];
    return utf8_truncate((struct str){to, n}, FILE_NAME_MAX);
}

static bool parse_disposition(struct arena *arena, struct str value, struct part_header *out)
{
    struct str token, rest;
    str_cut(value, ';', &token, &rest);
    if (!str_equal_ignoring_case(str_trim(token), STR("form-data")))
        return false;
    struct str name = header_parameter(arena, value, STR("name"));
    struct str file = header_parameter(arena, value, STR("filename"));
    if (name.p == NULL || !is_text(name) || !is_text(file))
        return false;
    out->name = unescape_name(arena, name);
    if (file.p != NULL)
        out->file_name = file_name_shown(arena, unescape_name(arena, file));
    return true;
}

bool multipart_header_parse(struct arena *arena, struct str headers, struct part_header *out)
{
    size_t dispositions = 0;
    struct str line, key, value;
    *out = (struct part_header){{NULL, 0}, {NULL, 0}};
    while (headers.n > 0) {
        ptrdiff_t end = str_find(headers, STR("\r\n"));
        line = end < 0 ? headers : str_slice(headers, 0, (size_t)end);
        headers = end < 0 ? STR("") : str_slice(headers, (size_t)end + 2, headers.n);
        if (!str_cut(line, ':', &key, &value))
            return false;
        if (!str_equal_ignoring_case(key, STR("content-disposition")))
            continue;
        if (++dispositions > 1 || !parse_disposition(arena, str_trim(value), out))
            return false;
    }
    return dispositions == 1;
}
