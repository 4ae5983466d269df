/* Reads the entries of a packed array of longs, as Litematica stores its blocks: entries of a fixed number of bits, lowest
 * first, that go on from one long into the next. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_PACKED_H
#define CURIO_SCHEMATIC_PACKED_H

#include "schematic/nbt.h"
#include "schematic/stream.h"

/* Counts entries only, where it is not known yet whether BITS is right. */
struct packed {
    int64_t *uses;  /* 2^bits counters */
    unsigned bits;  /* 2 to 32 */
    unsigned held;  /* bits of CARRY */
    uint64_t carry; /* the start of an entry that ends in the next long */
};

/* max(2, ceil(log2 ENTRIES)) */
unsigned packed_bits(uint32_t entries);
/* How many longs hold VOLUME entries. */
int64_t packed_longs(int64_t volume, unsigned bits);
/* Counts all whole entries of the next N longs (big-endian), those that only fill up the last long included. */
void packed_count(struct packed *, const uint8_t *longs, size_t n);
/* Takes back what fills up the last of COUNT longs after VOLUME entries. */
void packed_drop_filling(struct packed *, uint64_t last, int64_t count, int64_t volume);

struct packed_reader {
    struct stream *stream;
    int64_t left;   /* entries; what comes after them is filling */
    unsigned bits;
    unsigned held;
    uint64_t carry;
};

/* Hands the entries of the next N longs (big-endian) to the stream. */
void packed_read(struct packed_reader *, const uint8_t *longs, size_t n);

#endif
