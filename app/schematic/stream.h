/* Blocks as they stream by, as palette indices: counted and placed, a run of equal ones at a time. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_STREAM_H
#define CURIO_SCHEMATIC_STREAM_H

#include "schematic/tally.h"

struct stream {
    struct tally *tallies; /* by palette index */
    struct tally_page page;
    uint32_t value; /* of the current run */
    int64_t run;
    uint32_t end;  /* once closed: one past the highest value met */
    int64_t count; /* blocks so far */
    /* A region within a larger box: rows of ROW blocks, LAYER rows before the next layer. ROW 0: the region is the box. */
    int64_t row, layer;
    int64_t row_gap, layer_gap; /* places outside after each row, and then after each layer */
    int64_t row_left, layer_left;
};

/* TALLIES has room for every value that will come. */
void stream_open(struct stream *, struct tally *tallies);
/* The same for blocks from PLACE on; and for a region of SIZE whose lowest corner is at ORIGIN in a box of SIDES. */
void stream_open_from(struct stream *, struct tally *tallies, int64_t place);
void stream_open_within(struct stream *, struct tally *tallies, const int64_t sides[3], const int64_t origin[3], const int64_t size[3]);
/* Counts the current run. */
void stream_flush(struct stream *);
/* COUNT blocks that are hardly runs: it costs the same whether neighbours are equal. */
void stream_values(struct stream *, const uint16_t *values, size_t count);
/* After the last block: all is counted and placed then. */
void stream_close(struct stream *);

static inline void stream_push(struct stream *stream, uint32_t value, int64_t n)
{
    if (value != stream->value) {
        stream_flush(stream);
        stream->value = value;
    }
    stream->run += n;
}

#endif
