/* What a player has to gather to build it: block states become items. */
#ifndef CURIO_SCHEMATIC_MATERIALS_H
#define CURIO_SCHEMATIC_MATERIALS_H

#include "schematic/census.h"

struct material {
    struct str item;      /* "minecraft:oak_door" */
    int64_t count;
    int64_t stacks;       /* full ones, by the item's own stack size (64, 16 or 1) */
    int64_t rest;         /* items beyond the full stacks */
    double shulker_boxes; /* of 27 stacks, rounded up to two decimals */
    int32_t stack_size;
};

struct materials {
    struct material *items; /* most needed first, then by name */
    size_t count;
    int64_t blocks;         /* that were counted */
    int64_t without_item;   /* blocks that no item places: fire, portals, piston heads, the far half of a door or bed */
};

void materials_of(struct arena *, const struct census *, struct materials *out);
void materials_csv(const struct materials *, struct buf *out);  /* RFC 4180, with a header line: item,count,stacks,rest,stack_size,shulker_boxes */
void materials_json(const struct materials *, struct buf *out); /* {"items": [{"item", "count", "stacks", "rest", "stack_size", "shulker_boxes"}], "blocks", "without_item"} */
/* As Litematica's mod writes its material list, so that its readers take it. TITLE names the build. */
void materials_text(const struct materials *, struct str title, struct buf *out);

#endif
