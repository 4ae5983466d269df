/* The canonical hash of a build, worked out while its blocks stream by. For each block state: how many blocks have it, and
 * where they are, as sums of r^i modulo 2^61 - 1 over their places i = x + z * W + y * W * L in the box around all regions, for
 * two bases r. Sums do not depend on order, so they are kept by palette index, before the palette is known.
 *
 * The hash is SHA-256 of "curio-build-1\n"; width, height and length as u32; then for each state that is used, air included,
 * what is absent (state.h) left out, in the byte order of its canonical text: u32 length of the text, the text, u64 count, u64
 * sum for the first base, u64 for the second. Numbers are big-endian.
 *
 * It tells whether two builds are the same, whatever format, compression and palette order they came in. It is no protection
 * against somebody who constructs two builds of one hash: the bases are fixed and known. Where regions overlap, both count. */
#ifndef CURIO_SCHEMATIC_TALLY_H
#define CURIO_SCHEMATIC_TALLY_H

#include "core/crypto.h"

enum { TALLY_BASES = 2 };

/* Both bases side by side, so that one instruction adds to both: sums as if a page started at place 0, not reduced but cut in
 * two: the lower 32 bits in LOWS; the rest in HIGHS, of which the upper 20 bits count blocks. */
typedef uint64_t tally_lanes __attribute__((vector_size(TALLY_BASES * sizeof(uint64_t))));
struct tally_near {
    tally_lanes lows, highs;
};

/* Of one state. SUMS are kept multiplied by r - 1: a run of blocks from place a up to b then adds r^b - r^a. */
struct tally {
    int64_t count;
    uint64_t sums[TALLY_BASES];
    struct tally *next;     /* in the list of an open page; NULL in none */
    struct tally_near near; /* what that page adds */
};

void tally_join(struct tally *into, const struct tally *);

/* A walk over places in their order. Moving costs the same however far, a run the same however long. */
struct tally_walk {
    int64_t place;
    uint64_t powers[TALLY_BASES]; /* r^place */
};

struct tally_walk tally_walk_from(int64_t place); /* 0 or more */
/* Passes over N places, N at least 0. */
void tally_skip(struct tally_walk *, int64_t n);
/* The next N places, N at least 0, hold the state of *OF. */
void tally_run(struct tally_walk *, struct tally *of, int64_t n);

/* A walk for many short runs one after the other: within a page of places powers are looked up and only added; what a page
 * adds to a tally is multiplied once, when the page is left. Until then tallies are incomplete. */
enum { TALLY_PAGE = 1024 };
struct tally_page {
    struct tally_walk start;
    int64_t at;            /* places past the start, at most TALLY_PAGE */
    struct tally *touched; /* a list, that ends with one that is no tally */
    struct tally *last;    /* of those that were counted, the one furthest on in memory; NULL: none */
};

struct tally_page tally_page_from(int64_t place);
int64_t tally_page_room(struct tally_page *); /* places left on this page, at least 1: a full one is left */
void tally_page_skip(struct tally_page *, int64_t n);
/* The next N places hold the state of *OF; and the next COUNT, which fit on the page, hold those at VALUES in TALLIES. */
void tally_page_run(struct tally_page *, struct tally *of, int64_t n);
void tally_page_values(struct tally_page *, struct tally *tallies, const uint16_t *values, size_t count);
void tally_page_leave(struct tally_page *); /* completes all tallies */

struct tally_state {
    struct str text; /* canonical */
    struct tally tally;
};
/* Sorts STATES, adds up those with one text, leaves out absent and unused ones. */
struct sha256_digest tally_hash(int64_t width, int64_t height, int64_t length, struct tally_state *states, size_t count);

#endif
