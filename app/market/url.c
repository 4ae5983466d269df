#include "core/buf.h"
#include "market/found_field.h"

#include <libxml/parser.h>
#include <libxml/uri.h>

enum { URL_BYTES = 2000 };

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* People write addresses with spaces and letters that an address may not have. */
static struct str escaped(struct arena *arena, struct str text)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, out, URL_BYTES * 3 + 1);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool lone_percent = c == '%' && (i + 2 >= text.n || !is_hex(text.p[i + 1]) || !is_hex(text.p[i + 2]));
        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c <= ' ' || c >= 0x7F || strchr("\"<>\\^`{|}", c) || lone_percent)
            buf_printf(out, "%%%02X", c);
        else
            buf_add_char(out, (char)c);
    }
    return out->failed ? STR_NULL : arena_str(arena, buf_str(out));
}

/* http or https, to a host, with nobody's password in it. */
static bool is_public(const char *text)
{
    xmlURIPtr uri = xmlParseURI(text);
    bool ok = uri && uri->scheme && uri->server && *uri->server && !uri->user &&
              (str_equal_ignoring_case(str_of(uri->scheme), STR("http")) || str_equal_ignoring_case(str_of(uri->scheme), STR("https")));
    xmlFreeURI(uri);
    return ok;
}

struct str found_url(struct arena *arena, struct str text, struct str base)
{
    text = str_trim(text);
    if (!text.n || text.n > URL_BYTES)
        return STR_NULL;
    if (str_starts_with(text, STR("www.")))
        text = arena_printf(arena, "https://" STR_FMT, STR_ARG(text));
    text = escaped(arena, text);
    if (base.n)
        base = escaped(arena, str_trim(base));
    if (!text.n)
        return STR_NULL;
    xmlChar *joined = xmlBuildURI((const xmlChar *)text.p, base.n ? (const xmlChar *)base.p : NULL);
    struct str out = STR_NULL;
    if (joined && strlen((const char *)joined) <= URL_BYTES && is_public((const char *)joined))
        out = arena_str(arena, str_of((const char *)joined));
    xmlFree(joined);
    return out;
}
