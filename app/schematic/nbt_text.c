#include "core/utf8.h"
#include "schematic/nbt.h"

static bool continues(const uint8_t *p, size_t n, size_t count)
{
    if (n <= count)
        return false;
    for (size_t i = 1; i <= count; i++)
        if ((p[i] & 0xc0) != 0x80)
            return false;
    return true;
}

/* Bytes of the character at P, 0 when it is malformed or longer than need be. */
static size_t character(const uint8_t *p, size_t n)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    if ((p[0] & 0xe0) == 0xc0 && continues(p, n, 1))
        return p[0] >= 0xc2 || (p[0] == 0xc0 && p[1] == 0x80) ? 2 : 0;
    if ((p[0] & 0xf0) == 0xe0 && continues(p, n, 2))
        return p[0] > 0xe0 || p[1] >= 0xa0 ? 3 : 0;
    return 0;
}

bool nbt_text_valid(struct str text)
{
    const uint8_t *p = (const uint8_t *)text.p;
    size_t n = text.n;
    if (nbt_text_is_ascii(text))
        return true;
    while (n > 0) {
        size_t step = character(p, n);
        if (step == 0)
            return false;
        p += step;
        n -= step;
    }
    return true;
}

/* A surrogate in three bytes, as Java's modified UTF-8 has it; 0 where there is none. */
static uint32_t surrogate(struct str text, size_t at)
{
    const uint8_t *p = (const uint8_t *)text.p + at;
    bool there = text.n - at >= 3 && p[0] == 0xed && (p[1] & 0xe0) == 0xa0 && (p[2] & 0xc0) == 0x80;
    return there ? (uint32_t)(0xd000 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f)) : 0;
}

uint32_t nbt_text_next(struct str text, size_t *at)
{
    uint32_t high = surrogate(text, *at), low = high ? surrogate(text, *at + 3) : 0;
    if (high == 0)
        return utf8_next(text, at);
    *at += 3;
    if (high >= 0xdc00 || low < 0xdc00)
        return 0xfffd;
    *at += 3;
    return 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
}
