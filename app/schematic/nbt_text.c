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
