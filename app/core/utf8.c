#include "core/utf8.h"

/* One row of table 3-7 of the Unicode Standard: which second bytes may follow a lead byte, and how long it gets. */
struct lead {
    uint8_t length, second_least, second_most;
};

static struct lead lead_of(uint8_t b)
{
    if (b >= 0xC2 && b <= 0xDF)
        return (struct lead){2, 0x80, 0xBF};
    if (b >= 0xE0 && b <= 0xEF)
        return (struct lead){3, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF};
    if (b >= 0xF0 && b <= 0xF4)
        return (struct lead){4, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF};
    return (struct lead){0, 0, 0};
}

static uint8_t byte_at(struct str s, size_t at)
{
    return (uint8_t)s.p[at];
}

uint32_t utf8_next(struct str s, size_t *at)
{
    uint8_t first = byte_at(s, (*at)++);
    if (first < 0x80)
        return first;
    struct lead lead = lead_of(first);
    if (!lead.length)
        return 0xFFFD;
    uint32_t code = first & (0x7FU >> lead.length);
    for (unsigned i = 1; i < lead.length; i++) {
        uint8_t least = i == 1 ? lead.second_least : 0x80, most = i == 1 ? lead.second_most : 0xBF;
        if (*at >= s.n || byte_at(s, *at) < least || byte_at(s, *at) > most)
            return 0xFFFD; /* the offending byte is looked at again, as a first one */
        code = code << 6 | (byte_at(s, (*at)++) & 0x3FU);
    }
    return code;
}

/* How many bytes from AT on are ASCII, eight at a time. */
static size_t ascii_run(struct str s, size_t at)
{
    size_t from = at;
    for (uint64_t word; at + sizeof word <= s.n; at += sizeof word) {
        memcpy(&word, s.p + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < s.n && byte_at(s, at) < 0x80)
        at++;
    return at - from;
}

size_t utf8_valid_prefix(struct str s)
{
    for (size_t at = ascii_run(s, 0); at < s.n; at += ascii_run(s, at)) {
        size_t from = at;
        /* U+FFFD itself is well-formed: three bytes, beginning with EF. */
        if (utf8_next(s, &at) == 0xFFFD && !(at - from == 3 && byte_at(s, from) == 0xEF))
            return from;
    }
    return s.n;
}

bool utf8_valid(struct str s)
{
    return utf8_valid_prefix(s) == s.n;
}

size_t utf8_length(struct str s)
{
    size_t length = 0;
    for (size_t i = 0; i < s.n; i++)
        length += (byte_at(s, i) & 0xC0) != 0x80;
    return length;
}

struct str utf8_truncate(struct str s, size_t bytes)
{
    if (s.n <= bytes)
        return s;
    while (bytes && (byte_at(s, bytes) & 0xC0) == 0x80)
        bytes--;
    return (struct str){s.p, bytes};
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)((0xF00U >> length & 0xF0U) | code);
    return length;
}
