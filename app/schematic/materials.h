/* What a player has to gather to build it: block states become items. */
#ifndef CURIO_SCHEMATIC_MATERIALS_H
#define CURIO_SCHEMATIC_MATERIALS_H

#include "core/json_write.h"
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
    int64_t without_item;   /* blocks that no item places: fire, portals, piston heads, flowing water, the far half of a door or bed */
};

/* What material_rules.h says of each state, added up. Of things with two halves the more frequent half counts, so that a build
 * that was cut through its doors is not short of one. Every waterlogged block takes a water bucket, for that is what it takes
 * where there is no water yet. Counts that int64 does not hold stay at its end. */
void materials_of(struct arena *, const struct census *, struct materials *out);
/* RFC 4180, with a header line: item,count,stacks,rest,stack_size,shulker_boxes. A text that a spreadsheet would take for a
 * formula (it begins with = + - or @) gets an apostrophe in front. */
void materials_csv(const struct materials *, struct buf *out);
/* {"blocks", "items": [{"item", "count", "stacks", "rest", "stack_size", "shulker_boxes"}], "without_item"} */
void materials_json(const struct materials *, struct buf *out);
void materials_json_members(const struct materials *, struct json *); /* the same into an object that is open */
/* As Litematica's mod writes its material list, so that its readers take it: nothing is there yet, so all of it is missing.
 * The game's items have their English names, others their id. TITLE names the build. */
void materials_text(const struct materials *, struct str title, struct buf *out);

#endif
