#include "core/uuid.h"

#include "core/crypto.h"
#include "core/timestamp.h"

/* The last one made, before the version and variant bits go in: 48 bits of milliseconds, then 74 random bits that go up
 * by a random step within one millisecond (RFC 9562, section 6.2, method 2). */
static struct {
    uint64_t ms;
    uint16_t high; /* 12 bits */
    uint64_t low;  /* 62 bits */
} last;

enum { HIGH_BITS = 12, LOW_BITS = 62 };

static void last_renew(uint64_t ms)
{
    random_bytes(&last.high, sizeof last.high);
    random_bytes(&last.low, sizeof last.low);
    last.ms = ms;
    last.high &= (1U << HIGH_BITS) - 1;
    last.low &= (UINT64_C(1) << LOW_BITS) - 1;
}

static void last_step(void)
{
    uint32_t step;
    random_bytes(&step, sizeof step);
    last.low += (uint64_t)step + 1;
    last.high = (uint16_t)(last.high + (last.low >> LOW_BITS));
    last.low &= (UINT64_C(1) << LOW_BITS) - 1;
    if (last.high >> HIGH_BITS) /* all 74 bits used up: borrow from the next millisecond */
        last_renew(last.ms + 1);
}

static void put_big_endian(uint8_t *at, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        at[i] = (uint8_t)value;
}

struct uuid uuid_new(void)
{
    uint64_t ms = (uint64_t)timestamp_now().us / 1000;
    if (ms > last.ms)
        last_renew(ms);
    else /* the same millisecond, or the clock went back */
        last_step();
    struct uuid u;
    put_big_endian(u.b, last.ms, 6);
    put_big_endian(u.b + 6, 0x7000U | last.high, 2);
    put_big_endian(u.b + 8, UINT64_C(0x8000000000000000) | last.low, 8);
    return u;
}

/* Whether a hyphen stands before byte I of the text form. */
static bool hyphen_before(size_t i)
{
    return i == 4 || i == 6 || i == 8 || i == 10;
}

bool uuid_parse(struct str s, struct uuid *out)
{
    if (s.n != UUID_TEXT - 1)
        return false;
    struct uuid u;
    for (size_t i = 0, at = 0; i < sizeof u.b; i++, at += 2) {
        if (hyphen_before(i) && s.p[at++] != '-')
            return false;
        if (!hex_decode(str_slice(s, at, at + 2), &u.b[i], 1))
            return false;
    }
    *out = u;
    return true;
}

struct str uuid_text(struct uuid u, char out[UUID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    char *at = out;
    for (size_t i = 0; i < sizeof u.b; i++) {
        if (hyphen_before(i))
            *at++ = '-';
        *at++ = digits[u.b[i] >> 4];
        *at++ = digits[u.b[i] & 15];
    }
    *at = '\0';
    return (struct str){out, UUID_TEXT - 1};
}

bool uuid_eq(struct uuid a, struct uuid b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}
