/* Block numbers of Minecraft up to 1.12 and the block states of 1.13 that they became. Table from PrismarineJS/minecraft-data
 * (data/pc/common/legacy.json, MIT), with the stairs it has wrong put right. */
#ifndef CURIO_SCHEMATIC_LEGACY_H
#define CURIO_SCHEMATIC_LEGACY_H

#include "core/str.h"

/* The canonical state of block ID (0 to 4095), DATA (0 to 15); absent where neither the pair nor the id is known. */
struct str legacy_state(unsigned id, unsigned data);
/* The pair that becomes STATE; where several do, the lowest. *EXACT is false when only properties that the old game worked out
 * by itself (a fence's sides, a stair's shape, waterlogged=false) or nothing it could hold differ. False: there is none. */
bool legacy_number(struct str state, unsigned *id, unsigned *data, bool *exact) __attribute__((warn_unused_result));

#endif
