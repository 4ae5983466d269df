/* A palette and how often each of its indices is used. Palette and block data may come in either order; both are complete
 * when palette_settle() compares them. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_PALETTE_H
#define CURIO_SCHEMATIC_PALETTE_H

#include "schematic/nbt.h"

enum { PALETTE_BITS = 18, PALETTE_LIMIT = 1 << PALETTE_BITS }; /* entries; the game itself has about 30,000 block states */

struct palette {
    uint64_t *named; /* bit sets of PALETTE_LIMIT bits: which indices have a name */
    uint64_t *air;   /* and which of those are air */
    uint32_t count;  /* names */
    uint32_t end;    /* one past the highest index named */
};

void palette_open(struct palette *, struct arena *);
void palette_clear(struct palette *);
bool palette_is_air(const struct palette *, uint32_t index);

/* "minecraft:air", "cave_air" and the like, with or without name space and properties. Structure void is no air. */
bool block_is_air(struct str name);

/* A Sponge palette: a compound of ints by block state. */
void palette_read_names(struct nbt *, struct palette *);
/* A list of compounds {Name, Properties}, as Litematica and structures have it: entries are numbered from 0. */
void palette_read_states(struct nbt *, struct palette *);

/* Adds up USES[0..END) into *BLOCKS, air left out, and refuses a used index without a name, naming OFFSET. */
void palette_settle(const struct palette *, const int64_t *uses, uint32_t end, struct verdict *, int64_t offset, int64_t *blocks);

#endif
