#include <string.h>

#include "core/utf8.h"
#include "schematic/scan.h"

/* Whether all is ASCII without control characters. */
static bool is_plain(struct str text)
{
    bool odd = false;
    for (size_t i = 0; i < text.n; i++)
        odd |= (unsigned char)(text.p[i] - 0x20) >= 0x7f - 0x20;
    return !odd;
}

size_t scan_text(char *into, size_t size, struct str text)
{
    size_t n = 0;
    if (text.n <= size && text.n > 0 && is_plain(text)) {
        memcpy(into, text.p, text.n);
        return text.n;
    }
    for (size_t at = 0; at < text.n && n < size;) {
        char encoded[4];
        uint32_t c = nbt_text_next(text, &at);
        size_t bytes = utf8_encode(c < 0x20 || c == 0x7f ? ' ' : c, encoded);
        if (n + bytes > size)
            break;
        memcpy(into + n, encoded, bytes);
        n += bytes;
    }
    return n;
}

/* What stands in quotes after a key and a colon, from AT on; absent where that is not what comes. Escapes stay. */
static struct str quoted(struct str text, size_t at)
{
    while (at < text.n && (text.p[at] == '"' || text.p[at] == '\'' || text.p[at] == '\\' || text.p[at] == ' '))
        at++;
    if (at >= text.n || text.p[at] != ':')
        return STR_NULL;
    for (at++; at < text.n && (text.p[at] == ' ' || text.p[at] == '\\');)
        at++;
    if (at >= text.n || (text.p[at] != '"' && text.p[at] != '\''))
        return STR_NULL;
    char quote = text.p[at++];
    size_t end = at;
    while (end < text.n && text.p[end] != quote)
        end += text.p[end] == '\\' && end + 1 < text.n && text.p[end + 1] != quote ? 2 : 1;
    end = end < text.n ? end : text.n;
    return str_slice(text, at, end > at && text.p[end - 1] == '\\' ? end - 1 : end);
}

/* The command of the event whose action is in TEXT: the nearest value or command on either side. */
static struct str command_in(struct str text)
{
    static const struct str names[] = {{"value", 5}, {"command", 7}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (size_t from = 0; from < text.n;) {
            ptrdiff_t found = str_find(str_slice(text, from, text.n), names[i]);
            if (found < 0)
                break;
            from += (size_t)found + names[i].n;
            struct str value = quoted(text, from);
            if (value.p)
                return value;
        }
    return STR("");
}

/* The object around a place, or as much of it as is near. */
static struct str around(struct str text, size_t at)
{
    enum { NEAR = 1024 };
    size_t from = at, until = at;
    while (from > 0 && at - from < NEAR && text.p[from] != '{')
        from--;
    while (until < text.n && until - at < NEAR && text.p[until] != '}')
        until++;
    return str_slice(text, from, until);
}

/* Where ACTION stands in a text from AT on; its length where it does not. Most texts are item names of some 20 bytes: a look at one
 * or two of them is enough to tell (Horspool), of which memmem() knows nothing for so short ones. */
static size_t find_action(struct str text, size_t at)
{
    static const char action[] = "run_command";
    enum { LENGTH = sizeof action - 1 };
    /* How far from the end of ACTION a character is found last. */
    static const uint8_t steps[256] = {['r'] = 10, ['u'] = 9, ['_'] = 7, ['c'] = 6, ['o'] = 5, ['m'] = 3, ['a'] = 2, ['n'] = 1};
    while (at + LENGTH <= text.n) {
        unsigned char last = (unsigned char)text.p[at + LENGTH - 1];
        if (last == 'd' && memcmp(text.p + at, action, LENGTH) == 0)
            return at;
        at += steps[last] > 0 ? steps[last] : LENGTH;
    }
    return text.n;
}

void scan_clicks(struct scan *scan, enum manifest_kind kind, struct str text)
{
    const size_t n = STR("run_command").n;
    for (size_t at = 0; (at = find_action(text, at)) < text.n; at += n)
        scan_add(scan, kind, scan->find_count < SCAN_FINDS ? command_in(around(text, at)) : STR(""));
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

size_t scan_texture(char *into, size_t size, struct str base64)
{
    char json[1024];
    size_t n = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < base64.n && n < sizeof json; i++) {
        int value = base64_value(base64.p[i]);
        if (value < 0)
            break;
        bits = bits << 6 | (uint32_t)value;
        if (i % 4 > 0)
            json[n++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    struct str text = {json, n};
    ptrdiff_t found = str_find(text, STR("\"url\""));
    struct str url = found < 0 ? STR_NULL : quoted(text, (size_t)found + 4);
    return url.p ? scan_text(into, size, url) : 0;
}
