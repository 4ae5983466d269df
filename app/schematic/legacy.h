/* Block numbers of Minecraft up to 1.12 and the block states of 1.13 that they became. Table from PrismarineJS/minecraft-data
 * (data/pc/common/legacy.json, MIT), with the stairs it has wrong put right. */
#ifndef CURIO_SCHEMATIC_LEGACY_H
#define CURIO_SCHEMATIC_LEGACY_H

#include "core/buf.h"
#include "schematic/states.h"

/* The canonical state of block ID (0 to 4095), DATA (0 to 15), as long as the program runs; of a data value that the block does not
 * have, its usual state. Absent where the id is not known. */
struct str legacy_state(unsigned id, unsigned data);
/* Adds the state of a block number to OUT, whether anybody knows it or not. NAMES is NULL unless the file names its numbers itself: by
 * number one more than the index of its name in STATES, 0 where it has none; data is then a property unless it is 0. What nobody names is
 * "legacy:block_ID[data=D]". */
void legacy_put_state(struct buf *out, const struct states *states, const uint32_t *names, unsigned id, unsigned data);
/* The pair that becomes STATE; where several do, the lowest. *EXACT is false when the pair is only the nearest: properties differ that
 * the old game worked out by itself (a fence's sides, a stair's shape, waterlogged=false) or could not hold, or the block has another
 * name since. False: the old game has no such block. */
bool legacy_number(struct str state, unsigned *id, unsigned *data, bool *exact) __attribute__((warn_unused_result));

#endif
