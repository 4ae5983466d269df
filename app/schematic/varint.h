/* Reads a run of varints (LEB128, at most 5 bytes each), as Sponge stores its blocks. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_VARINT_H
#define CURIO_SCHEMATIC_VARINT_H

#include "schematic/palette.h"
#include "schematic/stream.h"

enum varint_result { VARINT_OK, VARINT_TOO_LONG, VARINT_TOO_LARGE /* PALETTE_LIMIT or more */ };

struct varint_reader {
    struct stream stream;
    uint32_t value;   /* of the varint that the last chunk cut */
    unsigned pending; /* and its bytes so far */
};

/* Takes the next N bytes. BAD is set to where the offending byte lies in P. */
enum varint_result varint_read(struct varint_reader *, const uint8_t *p, size_t n, size_t *bad) __attribute__((warn_unused_result));
/* After the last: true unless the last varint is incomplete. */
bool varint_finish(struct varint_reader *) __attribute__((warn_unused_result));

#endif
