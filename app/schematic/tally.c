#include "schematic/tally.h"

#include <stdlib.h>

#include "schematic/state.h"

/* The Mersenne prime 2^61 - 1: reducing takes a shift and an addition. */
#define PRIME (((uint64_t)1 << 61) - 1)

enum { STEP_BITS = 10, STEPS = 1 << STEP_BITS, LEVELS = 5 /* places below 2^50 */ };

static const uint64_t bases[TALLY_BASES] = {UINT64_C(0x09e3779b97f4a7c1), UINT64_C(0x1b873593cc9e2d51)};

/* POWERS[level][k][i]: base k to the power of i << (level * STEP_BITS). */
static uint64_t powers[LEVELS][TALLY_BASES][STEPS];

static inline uint64_t times(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    uint64_t sum = (uint64_t)(product & PRIME) + (uint64_t)(product >> 61);
    return sum >= PRIME ? sum - PRIME : sum;
}

static inline uint64_t plus(uint64_t a, uint64_t b)
{
    uint64_t sum = a + b;
    return sum >= PRIME ? sum - PRIME : sum;
}

static inline uint64_t minus(uint64_t a, uint64_t b)
{
    return a >= b ? a - b : a + PRIME - b;
}

static void make_powers(void)
{
    for (size_t k = 0; k < TALLY_BASES; k++) {
        uint64_t base = bases[k];
        for (size_t level = 0; level < LEVELS; level++) {
            uint64_t power = 1;
            for (size_t i = 0; i < STEPS; i++) {
                powers[level][k][i] = power;
                power = times(power, base);
            }
            base = power;
        }
    }
}

static uint64_t inverse(uint64_t a)
{
    uint64_t result = 1;
    for (uint64_t exponent = PRIME - 2; exponent > 0; exponent >>= 1) { /* Fermat */
        if (exponent & 1)
            result = times(result, a);
        a = times(a, a);
    }
    return result;
}

struct tally_walk tally_walk_from(int64_t place)
{
    struct tally_walk walk = {.powers = {1, 1}};
    if (powers[0][0][0] == 0)
        make_powers();
    tally_skip(&walk, place);
    return walk;
}

void tally_skip(struct tally_walk *walk, int64_t n)
{
    walk->place += n;
    uint64_t left = (uint64_t)n;
    for (size_t level = 0; left > 0; level = (level + 1) % LEVELS, left >>= STEP_BITS) {
        size_t i = left % STEPS;
        if (i == 0)
            continue;
        for (size_t k = 0; k < TALLY_BASES; k++)
            walk->powers[k] = times(walk->powers[k], powers[level][k][i]);
    }
}

void tally_run(struct tally_walk *walk, struct tally *of, int64_t n)
{
    uint64_t before[TALLY_BASES] = {walk->powers[0], walk->powers[1]};
    if (n < STEPS) {
        walk->place += n;
        for (size_t k = 0; k < TALLY_BASES; k++)
            walk->powers[k] = times(walk->powers[k], powers[0][k][n]);
    } else {
        tally_skip(walk, n);
    }
    of->count += n;
    for (size_t k = 0; k < TALLY_BASES; k++)
        of->sums[k] = plus(of->sums[k], minus(walk->powers[k], before[k]));
}

void tally_join(struct tally *into, const struct tally *other)
{
    into->count += other->count;
    for (size_t k = 0; k < TALLY_BASES; k++)
        into->sums[k] = plus(into->sums[k], other->sums[k]);
}

static void add_number(struct sha256 *sha, uint64_t number, size_t bytes)
{
    uint8_t big_endian[8];
    for (size_t i = 0; i < bytes; i++)
        big_endian[i] = (uint8_t)(number >> 8 * (bytes - 1 - i));
    sha256_add(sha, big_endian, bytes);
}

static void add_state(struct sha256 *sha, struct str text, const struct tally *tally)
{
    if (tally->count == 0 || text.n == 0 || state_is_absent(text))
        return;
    add_number(sha, text.n, 4);
    sha256_add(sha, text.p, text.n);
    add_number(sha, (uint64_t)tally->count, 8);
    for (size_t k = 0; k < TALLY_BASES; k++)
        add_number(sha, times(tally->sums[k], inverse(bases[k] - 1)), 8);
}

static int by_text(const void *a, const void *b)
{
    return state_order(((const struct tally_state *)a)->text, ((const struct tally_state *)b)->text);
}

struct sha256_digest tally_hash(int64_t width, int64_t height, int64_t length, struct tally_state *states, size_t count)
{
    struct sha256 *sha = sha256_new();
    sha256_add(sha, "curio-build-1\n", 14);
    add_number(sha, (uint64_t)width, 4);
    add_number(sha, (uint64_t)height, 4);
    add_number(sha, (uint64_t)length, 4);
    if (count > 0)
        qsort(states, count, sizeof *states, by_text);
    for (size_t i = 0; i < count;) {
        struct tally sum = states[i].tally;
        struct str text = states[i].text;
        while (++i < count && str_eq(states[i].text, text))
            tally_join(&sum, &states[i].tally);
        add_state(sha, text, &sum);
    }
    return sha256_finish(sha);
}
