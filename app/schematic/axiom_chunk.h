/* The parts of an Axiom blueprint: a magic number, then three, each after its length: a header as plain NBT, a picture, and the
 * blocks as gzipped NBT, in chunks of 16 x 16 x 16. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_AXIOM_CHUNK_H
#define CURIO_SCHEMATIC_AXIOM_CHUNK_H

#include "schematic/palette.h"
#include "schematic/shape.h"

enum { CHUNK_SIDE = 16, CHUNK_CELLS = CHUNK_SIDE * CHUNK_SIDE * CHUNK_SIDE };

struct axiom_chunk {
    int32_t at[3]; /* in chunks */
    struct palette *palette;
    int64_t data_offset;
    int64_t longs; /* as the file has them; no more than fit are held */
    uint64_t data[CHUNK_CELLS * PALETTE_BITS / 64];
    uint16_t cells[CHUNK_CELLS]; /* palette indices, x fastest, then z, then y */
};

/* Reads up to where the blocks' compressed data starts. HEADER takes the header's compound; NULL skips it. */
void axiom_read_head(struct nbt *, struct arena *, void (*header)(struct nbt *, void *at), void *at);
/* Structure void, in files of today's version void air: both say nothing of a place. */
bool axiom_says_nothing(struct str state);
/* One chunk, whose states are put into PALETTE, which is cleared first. False once the verdict has fallen. */
bool axiom_read_chunk(struct nbt *, struct palette *, struct axiom_chunk *);

#endif
