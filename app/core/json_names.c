#include "core/json_names.h"

#include "core/memory.h"
#include "core/utf8.h"

enum { FIRST_NAMES = 64 };
static const uint32_t END = UINT32_MAX; /* past every code point */

void json_names_add(struct json_names *names, size_t object, size_t offset, struct str raw)
{
    if (names->count == names->capacity) {
        names->capacity = names->capacity ? memory_product(names->capacity, 2) : FIRST_NAMES;
        names->at = memory_grow(names->at, memory_product(names->capacity, sizeof *names->at));
    }
    names->at[names->count++] = (struct json_name){object, offset, raw};
}

static bool hex_unit(struct str s, uint32_t *unit)
{
    if (s.n < 6 || s.p[0] != '\\' || s.p[1] != 'u')
        return false;
    *unit = 0;
    for (size_t i = 2; i < 6; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = s.p[i] > ' ' ? strchr(digits, s.p[i] | ' ') : NULL;
        if (!digit)
            return false;
        *unit = *unit << 4 | (uint32_t)(digit - digits);
    }
    return true;
}

size_t json_unescape(struct str s, uint32_t *code)
{
    uint32_t high, low;
    if (!hex_unit(s, &high) || (high >= 0xDC00 && high <= 0xDFFF))
        return 0;
    *code = high;
    if (high < 0xD800 || high > 0xDBFF)
        return 6;
    if (!hex_unit(str_slice(s, 6, s.n), &low) || low < 0xDC00 || low > 0xDFFF)
        return 0;
    *code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    return 12;
}

static uint32_t next_code(struct str raw, size_t *at)
{
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    if (*at >= raw.n)
        return END;
    if (raw.p[*at] != '\\')
        return utf8_next(raw, at);
    uint32_t code;
    size_t length = json_unescape(str_slice(raw, *at, raw.n), &code);
    if (!length) { /* a letter's escape, or the character itself */
        char c = raw.p[*at + 1];
        const char *letter = strchr(letters, c);
        code = (uint32_t)(letter ? meanings[letter - letters] : c);
        length = 2;
    }
    *at += length;
    return code;
}

static int compare_text(struct str a, struct str b)
{
    size_t at = 0, bt = 0;
    for (;;) {
        uint32_t x = next_code(a, &at), y = next_code(b, &bt);
        if (x != y)
            return x < y ? -1 : 1;
        if (x == END)
            return 0;
    }
}

static int compare_names(const void *left, const void *right)
{
    const struct json_name *a = left, *b = right;
    if (a->object != b->object)
        return a->object < b->object ? -1 : 1;
    int order = compare_text(a->raw, b->raw);
    return order ? order : (a->offset > b->offset) - (a->offset < b->offset);
}

static bool holds_nul(struct str raw)
{
    for (size_t at = 0; at < raw.n;)
        if (next_code(raw, &at) == 0)
            return true;
    return false;
}

bool json_names_check(struct json_names *names, struct json_error *error)
{
    if (names->count)
        qsort(names->at, names->count, sizeof *names->at, compare_names);
    for (size_t i = 0; i < names->count; i++) {
        const struct json_name *name = &names->at[i];
        if (i && name->object == name[-1].object && compare_text(name->raw, name[-1].raw) == 0)
            *error = (struct json_error){name->offset, "a member's name stands twice"};
        else if (holds_nul(name->raw))
            *error = (struct json_error){name->offset, "a member's name holds NUL"};
        else
            continue;
        return false;
    }
    return true;
}
