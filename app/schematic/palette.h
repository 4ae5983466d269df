/* A palette: which state each index is. Palette and block data may come in either order; both are complete when
 * palette_settle() compares them. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_PALETTE_H
#define CURIO_SCHEMATIC_PALETTE_H

#include "schematic/nbt.h"
#include "schematic/states.h"

enum { PALETTE_BITS = 16, PALETTE_LIMIT = 1 << PALETTE_BITS }; /* entries; the game itself has about 30,000 block states */
enum { PALETTE_SPARSE = PALETTE_LIMIT - 1 }; /* entries that blocks may use where a format leaves places out, which takes one more value */

struct palette {
    struct states *states;
    uint32_t *named; /* by index: one more than the state's index in STATES, 0 where the index has no name */
    uint32_t count;  /* names */
    uint32_t end;    /* one past the highest index named */
};

void palette_open(struct palette *, struct arena *, struct states *);
void palette_clear(struct palette *);
bool palette_is_air(const struct palette *, uint32_t index);
/* Gives INDEX the state WRITTEN, or refuses. */
void palette_add(struct palette *, struct verdict *, int64_t offset, int64_t index, struct str written);

/* A Sponge palette: a compound of ints by block state. */
void palette_read_names(struct nbt *, struct palette *);
/* A list of compounds {Name, Properties}, as Litematica and structures have it: entries are numbered from 0. */
void palette_read_states(struct nbt *, struct palette *);

/* Adds the TALLIES[0..END) to their states and clears them; refuses a used index without a name, naming OFFSET. */
void palette_settle(const struct palette *, struct tally *tallies, uint32_t end, struct verdict *, int64_t offset);

#endif
