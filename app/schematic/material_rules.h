/* Which items place a block, and how many of them. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_MATERIAL_RULES_H
#define CURIO_SCHEMATIC_MATERIAL_RULES_H

#include "core/arena.h"

enum { MATERIAL_PARTS = 4 };

enum material_half { MATERIAL_WHOLE, MATERIAL_NEAR /* the half that is placed */, MATERIAL_FAR /* the one that comes with it */ };

struct material_part {
    struct str item;
    int64_t times;
    enum material_half half;
};

/* What one block of a canonical state takes; returns how many parts: 0 for one that no item places. Items that are not a part
 * of the state's text live in the arena. Other name spaces than the game's own keep their ids; halves, double slabs and water
 * in them are told by their properties, which mods share. */
size_t material_parts(struct arena *, struct str state, struct material_part parts[MATERIAL_PARTS]);
/* 64, 16 or 1; 64 for items that are not the game's own. */
int32_t material_stack_size(struct str item);

#endif
