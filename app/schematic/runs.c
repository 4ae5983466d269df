#include "schematic/runs.h"

#include <assert.h>
#include <string.h>

#include "schematic/nbt.h"

/* A run is a head, then its units: one if they are equal, which are two at least. A run that is not of equal ones is followed by
 * one that is, or by none: heads never take more than is saved. Units are copied RUNS_UNIT bytes long, whatever their width. */
struct head {
    uint32_t units : 31;
    uint32_t same : 1;
};
static_assert(RUNS_SPARE >= RUNS_UNIT + 2 * sizeof(struct head) && RUNS_SPARE >= 2 * RUNS_UNIT - RUNS_UNIT / 2 + 2 * sizeof(struct head),
              "the last unit may be padding and copied too long, and the last run may save nothing");

void runs_open(struct runs *runs, uint8_t *bytes, bool halved)
{
    *runs = (struct runs){.bytes = bytes, .width = halved ? RUNS_UNIT / 2 : RUNS_UNIT};
}

static struct head head_at(const uint8_t *p)
{
    struct head head;
    memcpy(&head, p, sizeof head);
    return head;
}

static void set_head(struct runs *runs, size_t units, bool same)
{
    const struct head head = {(uint32_t)units & INT32_MAX, same};
    memcpy(runs->bytes + runs->head, &head, sizeof head);
}

static void start_run(struct runs *runs, const uint8_t *unit, size_t units)
{
    runs->head = runs->used;
    set_head(runs, units, units > 1);
    memcpy(runs->bytes + runs->head + sizeof(struct head), unit, RUNS_UNIT);
    runs->used += sizeof(struct head) + runs->width;
}

/* The last unit comes N times more. */
static void repeat(struct runs *runs, size_t n)
{
    uint8_t unit[RUNS_UNIT];
    struct head head = head_at(runs->bytes + runs->head);
    if (head.same || head.units == 1) {
        set_head(runs, head.units + n, true);
        return;
    }
    set_head(runs, (size_t)head.units - 1, false);
    runs->used -= runs->width;
    memcpy(unit, runs->bytes + runs->used, RUNS_UNIT);
    start_run(runs, unit, n + 1);
}

static void append(struct runs *runs, const uint8_t *unit)
{
    struct head head = runs->used > 0 ? head_at(runs->bytes + runs->head) : (struct head){.same = true};
    if (head.same) {
        start_run(runs, unit, 1);
        return;
    }
    set_head(runs, (size_t)head.units + 1, false);
    memcpy(runs->bytes + runs->used, unit, RUNS_UNIT);
    runs->used += runs->width;
}

static inline uint32_t pack_halves(const uint8_t *p)
{
    uint64_t halves = nbt_load(p, 8) & 0x0f0f0f0f0f0f0f0f;
    halves = (halves | halves >> 4) & 0x00ff00ff00ff00ff;
    halves = (halves | halves >> 8) & 0x0000ffff0000ffff;
    return (uint32_t)(halves | halves >> 16);
}

static inline uint64_t differ(const uint8_t *p, uint64_t low, uint64_t high)
{
    return (nbt_load(p, 8) ^ low) | (nbt_load(p + 8, 8) ^ high);
}

/* UNIT is RUNS_UNIT bytes long. */
static inline bool is_last(const struct runs *runs, const uint8_t *unit)
{
    const uint8_t *last = runs->bytes + runs->used - runs->width;
    if (runs->used == 0)
        return false;
    return nbt_load(last, 8) == nbt_load(unit, 8) && (runs->width == 8 || nbt_load(last + 8, 8) == nbt_load(unit + 8, 8));
}

static void put_unit(struct runs *runs, const uint8_t *p)
{
    uint8_t unit[RUNS_UNIT];
    memcpy(runs->last, p, RUNS_UNIT);
    memcpy(unit, p, RUNS_UNIT);
    if (runs->width < RUNS_UNIT) {
        const uint32_t packed[] = {pack_halves(p), pack_halves(p + RUNS_UNIT / 2)};
        memcpy(unit, packed, sizeof packed);
    }
    if (is_last(runs, unit))
        repeat(runs, 1);
    else
        append(runs, unit);
}

/* How many units from P on are as the last one. */
static size_t count_same(const struct runs *runs, const uint8_t *p, size_t n)
{
    enum { AT_ONCE = 4 };
    const uint64_t low = nbt_load(runs->last, 8), high = nbt_load(runs->last + 8, 8);
    const uint8_t *start = p, *end = p + n;
    for (; end - p >= AT_ONCE * RUNS_UNIT; p += AT_ONCE * RUNS_UNIT) {
        uint64_t odd = 0;
        for (size_t i = 0; i < AT_ONCE; i++)
            odd |= differ(p + i * RUNS_UNIT, low, high);
        if (odd)
            break;
    }
    while (end - p >= RUNS_UNIT && differ(p, low, high) == 0)
        p += RUNS_UNIT;
    return (size_t)(p - start) / RUNS_UNIT;
}

/* Answers how many of the N numbers went to a unit that was not whole, or make none. */
static size_t put_part(struct runs *runs, const uint8_t *p, size_t n)
{
    size_t room = RUNS_UNIT - runs->waiting;
    n = n < room ? n : room;
    memcpy(runs->part + runs->waiting, p, n);
    runs->waiting += n;
    if (runs->waiting == RUNS_UNIT) {
        put_unit(runs, runs->part);
        runs->waiting = 0;
    }
    return n;
}

void runs_put(struct runs *runs, const uint8_t *p, size_t n)
{
    size_t i = runs->waiting > 0 ? put_part(runs, p, n) : 0;
    while (n - i >= RUNS_UNIT) {
        size_t same = runs->used > 0 ? count_same(runs, p + i, n - i) : 0;
        if (same > 0)
            repeat(runs, same);
        i += same * RUNS_UNIT;
        if (n - i >= RUNS_UNIT) {
            put_unit(runs, p + i);
            i += RUNS_UNIT;
        }
    }
    if (n > i)
        put_part(runs, p + i, n - i);
}

void runs_close(struct runs *runs)
{
    static const uint8_t zeros[RUNS_UNIT];
    if (runs->waiting > 0)
        put_part(runs, zeros, RUNS_UNIT);
}

void runs_enter(struct runs_reader *reader, const uint8_t *p)
{
    reader->left = 0;
    if (p == reader->end)
        return;
    struct head head = head_at(p);
    reader->unit = p + sizeof head;
    reader->left = head.units;
    reader->same = head.same;
}

struct runs_reader runs_read(const struct runs *runs)
{
    struct runs_reader reader = {.end = runs->bytes + runs->used, .width = runs->width};
    runs_enter(&reader, runs->bytes);
    return reader;
}
