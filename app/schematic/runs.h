/* Numbers of a byte each in little memory: a stretch of equal ones is kept once, what changes as it came. They are put in and read
 * back in order, a unit of RUNS_UNIT numbers at a time. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_RUNS_H
#define CURIO_SCHEMATIC_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RUNS_UNIT = 16, RUNS_SPARE = 2 * RUNS_UNIT };

/* The most bytes that COUNT numbers take. HALVED: the lower half of each is kept. */
#define RUNS_BYTES(count, halved) ((count) / ((halved) ? 2 : 1) + RUNS_SPARE)

struct runs {
    uint8_t *bytes;
    size_t width;      /* bytes of a unit */
    size_t head, used; /* where the last run starts, and where the next will */
    size_t waiting;    /* numbers of a unit that is not whole yet */
    uint8_t part[RUNS_UNIT];
    uint8_t last[RUNS_UNIT]; /* the last whole unit, as it came */
};

/* BYTES: RUNS_BYTES of the numbers that will come. */
void runs_open(struct runs *, uint8_t *bytes, bool halved);
void runs_put(struct runs *, const uint8_t *p, size_t n);
/* After the last number: a unit that is not whole is filled up with 0. */
void runs_close(struct runs *);

struct runs_reader {
    const uint8_t *unit; /* the next; of halves, the first of each pair is the low one */
    size_t left;         /* units of its run from here on; 0 after the last run */
    bool same;           /* all of these are equal */
    const uint8_t *end;
    size_t width;
};

struct runs_reader runs_read(const struct runs *);
void runs_enter(struct runs_reader *, const uint8_t *run);

/* UNITS is at most LEFT. */
static inline void runs_pass(struct runs_reader *reader, size_t units)
{
    reader->left -= units;
    if (!reader->same)
        reader->unit += units * reader->width;
    if (reader->left == 0)
        runs_enter(reader, reader->unit + (reader->same ? reader->width : 0));
}

#endif
