#include "schematic/tally.h"

#include <assert.h>
#include <stdlib.h>

#include "schematic/state.h"

/* The Mersenne prime 2^61 - 1: reducing takes a shift and an addition. */
#define PRIME (((uint64_t)1 << 61) - 1)

enum { STEP_BITS = 10, STEPS = 1 << STEP_BITS, LEVELS = 5 /* places below 2^50 */ };
static_assert(1 << STEP_BITS == (int)TALLY_PAGE, "leaving a full page is one step of the second level");

static const uint64_t bases[TALLY_BASES] = {UINT64_C(0x09e3779b97f4a7c1), UINT64_C(0x1b873593cc9e2d51)};

/* POWERS[level][k][i]: base k to the power of i << (level * STEP_BITS). */
static uint64_t powers[LEVELS][TALLY_BASES][STEPS];

enum { COUNT_SHIFT = 44 }; /* a page adds less than 2^10 * 2^30 to what stands below the count */

/* PAGE_POWERS[i]: both bases to the power of i. */
static uint64_t page_powers[TALLY_PAGE + 1][TALLY_BASES];

/* What ends a list of touched tallies. */
static struct tally no_tally;

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

/* What the N places FROM up to TO add, given as powers: each difference is positive and below 2^62. */
static inline struct tally_near near_of(const uint64_t *from, const uint64_t *to, int64_t n)
{
    struct tally_near near;
    for (size_t k = 0; k < TALLY_BASES; k++) {
        uint64_t sum = to[k] + PRIME - from[k];
        near.lows[k] = (uint32_t)sum;
        near.highs[k] = sum >> 32 | (uint64_t)n << COUNT_SHIFT;
    }
    return near;
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
        for (size_t i = 0; i < TALLY_PAGE; i++)
            page_powers[i][k] = powers[0][k][i];
        page_powers[TALLY_PAGE][k] = powers[1][k][1];
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

struct tally_page tally_page_from(int64_t place)
{
    return (struct tally_page){.start = tally_walk_from(place), .touched = &no_tally};
}

static inline void touch(struct tally_page *page, struct tally *of)
{
    if (!of->next) {
        of->next = page->touched;
        page->touched = of;
    }
}

static inline void add_near(struct tally *of, struct tally_near near)
{
    of->near.lows += near.lows;
    of->near.highs += near.highs;
}

static void conclude_near(struct tally *of, const struct tally_walk *start)
{
    const uint64_t counted = (uint64_t)1 << COUNT_SHIFT;
    for (size_t k = 0; k < TALLY_BASES; k++) {
        unsigned __int128 whole = ((unsigned __int128)(of->near.highs[k] % counted) << 32) + of->near.lows[k];
        uint64_t sum = plus((uint64_t)(whole & PRIME), (uint64_t)(whole >> 61));
        of->sums[k] = plus(of->sums[k], times(sum, start->powers[k]));
    }
    of->count += (int64_t)(of->near.highs[0] / counted);
    of->near = (struct tally_near){0};
    of->next = NULL;
}

void tally_page_leave(struct tally_page *page)
{
    for (struct tally *of = page->touched, *next; of != &no_tally; of = next) {
        next = of->next;
        page->last = of > page->last ? of : page->last;
        conclude_near(of, &page->start);
    }
    page->touched = &no_tally;
    tally_skip(&page->start, page->at);
    page->at = 0;
}

int64_t tally_page_room(struct tally_page *page)
{
    if (page->at == TALLY_PAGE)
        tally_page_leave(page);
    return TALLY_PAGE - page->at;
}

void tally_page_skip(struct tally_page *page, int64_t n)
{
    if (n > TALLY_PAGE - page->at) {
        tally_page_leave(page);
        tally_skip(&page->start, n);
    } else {
        page->at += n;
    }
}

void tally_page_run(struct tally_page *page, struct tally *of, int64_t n)
{
    if (n > TALLY_PAGE - page->at) {
        tally_page_leave(page);
        tally_run(&page->start, of, n);
        page->last = of > page->last ? of : page->last;
        return;
    }
    touch(page, of);
    add_near(of, near_of(page_powers[page->at], page_powers[page->at + n], n));
    page->at += n;
}

void tally_page_values(struct tally_page *page, struct tally *tallies, const uint16_t *values, size_t count)
{
    const uint64_t(*at)[TALLY_BASES] = &page_powers[page->at];
    for (size_t i = 0; i < count; i++) {
        struct tally *of = &tallies[values[i]];
        touch(page, of);
        add_near(of, near_of(at[i], at[i + 1], 1));
    }
    page->at += (int64_t)count;
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
