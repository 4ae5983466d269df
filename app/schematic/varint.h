/* Counts the values of a run of varints (LEB128, at most 5 bytes each), as Sponge stores its blocks. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_VARINT_H
#define CURIO_SCHEMATIC_VARINT_H

#include "schematic/palette.h"

enum varint_result { VARINT_OK, VARINT_TOO_LONG, VARINT_TOO_LARGE /* PALETTE_LIMIT or more */ };

struct varint_counter {
    int64_t *uses;    /* PALETTE_LIMIT counters */
    uint32_t end;     /* one past the highest value met */
    int64_t entries;  /* whole varints so far */
    uint32_t value;   /* of the varint that the last chunk cut */
    unsigned pending; /* and its bytes so far */
    int64_t singles[4][128]; /* of one-byte values: four lanes, so that equal neighbours need not wait for one another */
};

/* Takes the next N bytes. BAD is set to where the offending byte lies in P. */
enum varint_result varint_count(struct varint_counter *, const uint8_t *p, size_t n, size_t *bad) __attribute__((warn_unused_result));
/* Adds the lanes to USES; true unless the last varint is incomplete. */
bool varint_finish(struct varint_counter *) __attribute__((warn_unused_result));

#endif
