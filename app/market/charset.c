#include "market/charset.h"

#include "core/buf.h"
#include "core/utf8.h"

#include <errno.h>
#include <iconv.h>

enum { META_BYTES = 4096, NAME_BYTES = 24, GROWTH = 4 };

static const char replacement[] = "\xEF\xBF\xBD";

/* The names that pages use, as the WHATWG has them: nobody who says ISO 8859-1 or ASCII means less than windows-1252. */
static const char *iconv_name(struct str label)
{
    static const struct {
        const char *label, *name;
    } names[] = {
        {"utf-8", "UTF-8"}, {"utf8", "UTF-8"}, {"iso-8859-1", "CP1252"}, {"latin1", "CP1252"}, {"latin-1", "CP1252"}, {"ascii", "CP1252"},
        {"us-ascii", "CP1252"}, {"windows-1252", "CP1252"}, {"cp1252", "CP1252"}, {"iso-8859-15", "ISO-8859-15"}, {"iso-8859-2", "ISO-8859-2"},
        {"iso-8859-9", "CP1254"}, {"windows-1250", "CP1250"}, {"windows-1251", "CP1251"}, {"windows-1254", "CP1254"}, {"koi8-r", "KOI8-R"},
        {"utf-16", "UTF-16LE"}, {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}, {"macintosh", "MACINTOSH"}, {"shift_jis", "SHIFT_JIS"},
        {"gb2312", "GB18030"}, {"gbk", "GB18030"}, {"gb18030", "GB18030"}, {"euc-jp", "EUC-JP"}, {"big5", "BIG5"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal_ignoring_case(label, str_of(names[i].label)))
            return names[i].name;
    return NULL;
}

/* The word behind "charset=" (or another KEY). */
static struct str label_in(struct str text, struct str key)
{
    for (size_t at = 0; at + key.n < text.n; at++) {
        if (!str_equal_ignoring_case(str_slice(text, at, at + key.n), key))
            continue;
        size_t from = at + key.n, until;
        while (from < text.n && strchr(" \t=\"'", text.p[from]) && text.p[from])
            from++;
        for (until = from; until < text.n && until - from < NAME_BYTES && text.p[until] && !strchr(" \t\r\n\"';>/?", text.p[until]);)
            until++;
        if (until > from)
            return str_slice(text, from, until);
    }
    return STR("");
}

static const char *declared(struct str bytes, struct str content_type, bool in_html)
{
    const char *name = iconv_name(label_in(content_type, STR("charset")));
    struct str head = str_slice(bytes, 0, META_BYTES);
    if (!name && in_html)
        name = iconv_name(label_in(head, STR("charset=")));
    if (!name && in_html && str_starts_with(head, STR("<?xml")))
        name = iconv_name(label_in(head, STR("encoding=")));
    /* A page that can be read for its declaration has no 16-bit units. */
    if (name && !label_in(content_type, STR("charset")).n && strncmp(name, "UTF-16", 6) == 0)
        name = "UTF-8";
    return name;
}

static void convert(iconv_t from, struct str bytes, struct buf *out)
{
    char *in = (char *)(uintptr_t)bytes.p, block[4096];
    size_t left = bytes.n;
    while (left) {
        char *to = block;
        size_t room = sizeof block;
        size_t made = iconv(from, &in, &left, &to, &room);
        int error = errno;
        buf_add_bytes(out, block, (size_t)(to - block));
        if (made != (size_t)-1 || error == E2BIG)
            continue;
        buf_add(out, str_of(replacement));
        in++;
        left--;
    }
}

/* UTF-8 with what is malformed replaced and without NUL; the text itself where there is nothing to do. */
static struct str clean(struct arena *arena, struct str text)
{
    struct buf out;
    if (utf8_valid(text) && !memchr(text.p, '\0', text.n))
        return text;
    buf_init(&out, text.n * 3 + 16);
    for (size_t at = 0; at < text.n;) {
        char bytes[4];
        uint32_t c = utf8_next(text, &at);
        if (c)
            buf_add_bytes(&out, bytes, utf8_encode(c, bytes));
    }
    struct str cleaned = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return cleaned.p ? cleaned : STR("");
}

struct str charset_decode(struct arena *arena, struct str bytes, struct str content_type, bool in_html)
{
    const char *name;
    struct buf out;
    if (!bytes.n)
        return STR("");
    if (str_starts_with(bytes, STR("\xEF\xBB\xBF")))
        return clean(arena, str_slice(bytes, 3, bytes.n));
    if (bytes.n >= 2 && (str_starts_with(bytes, STR("\xFF\xFE")) || str_starts_with(bytes, STR("\xFE\xFF")))) {
        name = bytes.p[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
        bytes = str_slice(bytes, 2, bytes.n);
    } else {
        name = declared(bytes, content_type, in_html);
        if (!name)
            name = utf8_valid(bytes) ? "UTF-8" : "CP1252";
    }
    iconv_t from = strcmp(name, "UTF-8") == 0 ? (iconv_t)-1 : iconv_open("UTF-8", name);
    if (from == (iconv_t)-1)
        return clean(arena, bytes);
    buf_init(&out, bytes.n * GROWTH + 16);
    convert(from, bytes, &out);
    iconv_close(from);
    struct str text = out.n ? clean(arena, arena_str(arena, buf_str(&out))) : STR("");
    buf_free(&out);
    return text;
}
