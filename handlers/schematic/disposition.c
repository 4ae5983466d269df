#include "handlers/schematic/disposition.h"

#include <string.h>

#include "core/buf.h"
#include "core/utf8.h"

enum { NAME_MAX_BYTES = 200, HEADER_MAX = 4 * NAME_MAX_BYTES + 200 };

static const struct ending {
    const char *format, *ending;
} endings[] = {{"sponge", ".schem"}, {"litematica", ".litematic"}, {"mcedit", ".schematic"}, {"structure", ".nbt"}};

static struct str ending_of(struct str format)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq(format, str_of(endings[i].format)))
            return str_of(endings[i].ending);
    return STR("");
}

static bool has_ending(struct str name, struct str ending)
{
    return name.n > ending.n && str_equal_ignoring_case(str_slice(name, name.n - ending.n, name.n), ending);
}

/* Many builds carry another format's ending: it goes, as the game's tools choose their reader by it. */
static struct str stem_of(struct str name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct str ending = str_of(endings[i].ending);
        if (has_ending(name, ending))
            return str_slice(name, 0, name.n - ending.n);
    }
    return name;
}

/* What would act on the way or in a file system, and not merely look odd. */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '/' || c == '\\' || c == ':' || c == '*' || c == '?' ||
           c == '"' || c == '<' || c == '>' || c == '|' || (c >= 0x200e && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfffd;
}

static bool is_attribute_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$&+-.^_`|~", c) != NULL);
}

static void add_ascii(struct buf *out, struct str name)
{
    for (size_t at = 0; at < name.n;) {
        uint32_t c = utf8_next(name, &at);
        buf_add_char(out, is_unsafe(c) || c > 0x7e || c == '%' ? '_' : (char)c);
    }
}

static void add_extended(struct buf *out, struct str name)
{
    for (size_t at = 0; at < name.n;) {
        char bytes[4];
        uint32_t c = utf8_next(name, &at);
        size_t n = utf8_encode(is_unsafe(c) ? '_' : c, bytes);
        for (size_t i = 0; i < n; i++)
            if (is_attribute_char(bytes[i]))
                buf_add_char(out, bytes[i]);
            else
                buf_printf(out, "%%%02X", (unsigned char)bytes[i]);
    }
}

struct str disposition_of(struct arena *arena, struct str name, struct str format)
{
    return disposition_with(arena, name, ending_of(format));
}

struct str disposition_with(struct arena *arena, struct str name, struct str ending)
{
    struct str stem = utf8_truncate(str_trim(stem_of(name)), NAME_MAX_BYTES);
    while (stem.n > 0 && stem.p[0] == '.')
        stem = str_slice(stem, 1, stem.n); /* no hidden files */
    if (stem.n == 0)
        stem = STR("build");
    struct buf header;
    buf_init(&header, HEADER_MAX);
    buf_add(&header, STR("attachment; filename=\""));
    add_ascii(&header, stem);
    buf_add(&header, ending);
    buf_add(&header, STR("\"; filename*=UTF-8''"));
    add_extended(&header, stem);
    buf_add(&header, ending);
    struct str value = arena_str(arena, buf_str(&header));
    buf_free(&header);
    return value;
}
