#include "core/slug.h"

#include <assert.h>
#include <string.h>

#include "core/crypto.h"
#include "core/utf8.h"

enum { SUFFIX_BYTES = 3, LATIN_FIRST = 0xC0, LATIN_END = 0x180 };

/* Unicode's Latin-1 letters and Latin Extended-A, U+00C0 to U+017F, by their usual ASCII spelling. */
static const char *const latin[] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", /* 00C0 */
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss", /* 00D0 */
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", /* 00E0 */
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",  /* 00F0 */
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",  /* 0100 */
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",  /* 0110 */
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",  /* 0120 */
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", /* 0130 */
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",  /* 0140 */
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", /* 0150 */
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",  /* 0160 */
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",  /* 0170 */
};
static_assert(sizeof latin / sizeof *latin == LATIN_END - LATIN_FIRST, "one spelling a letter");

/* Combining marks say nothing in ASCII and part no word. */
static bool is_mark(uint32_t code_point)
{
    return code_point >= 0x300 && code_point < 0x370;
}

/* How CODE_POINT is spelled; "" where it parts words. */
static struct str spelling(uint32_t code_point, char *one)
{
    if (code_point >= LATIN_FIRST && code_point < LATIN_END)
        return str_of(latin[code_point - LATIN_FIRST]);
    if (code_point >= 'A' && code_point <= 'Z')
        code_point += 'a' - 'A';
    *one = (char)code_point;
    bool plain = (code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9');
    return (struct str){one, plain ? 1 : 0};
}

struct str slug_of(struct arena *arena, struct str text)
{
    char *slug = arena_alloc(arena, SLUG_MAX + 1), one;
    size_t n = 0, at = 0;
    bool parted = false;
    while (at < text.n) {
        uint32_t code_point = utf8_next(text, &at);
        struct str letters = spelling(code_point, &one);
        if (is_mark(code_point))
            continue;
        if (n + letters.n + (parted ? 1 : 0) > SLUG_MAX)
            break;
        if (letters.n == 0) {
            parted = n > 0;
            continue;
        }
        if (parted)
            slug[n++] = '-';
        parted = false;
        memcpy(slug + n, letters.p, letters.n);
        n += letters.n;
    }
    return n > 0 ? (struct str){slug, n} : STR("unnamed");
}

struct str slug_another(struct arena *arena, struct str base)
{
    unsigned char random[SUFFIX_BYTES];
    random_bytes(random, sizeof random);
    const struct str parts[] = {base, STR("-"), hex_encode(arena, random, sizeof random)};
    return arena_join(arena, 3, parts);
}
