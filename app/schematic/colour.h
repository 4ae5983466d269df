/* Colours of blocks, by a table of our own: base colours of Minecraft's map items (the wiki's "Map item format") given to
 * families of blocks. What it does not know gets a stable colour made from its name. */
#ifndef CURIO_SCHEMATIC_COLOUR_H
#define CURIO_SCHEMATIC_COLOUR_H

#include "core/str.h"

struct block_look {
    uint8_t red, green, blue; /* sRGB */
    uint8_t alpha;            /* 255: opaque; less: glass, water, ice; 0: nothing to see (air, absent, barrier, light) */
    enum block_shape {
        SHAPE_CUBE,
        SHAPE_SLAB_BOTTOM,
        SHAPE_SLAB_TOP,
        SHAPE_CARPET, /* a sixteenth high: carpets, snow layer 1, pressure plates, rails */
        SHAPE_CROSS,  /* plants, saplings, fire */
        SHAPE_POST,   /* fences, walls, chains, rods: a quarter wide */
        SHAPE_PANE,   /* panes, bars, doors, trapdoors */
        SHAPE_STAIRS, /* half and facing are properties */
        SHAPE_SMALL,  /* torches, buttons, heads, pots, lanterns: a small box */
        SHAPE_FLUID,  /* seven eighths high */
        SHAPE_COUNT
    } shape;
    bool known; /* false: the colour was made from the name */
};

struct block_look block_look(struct str state); /* a canonical state; empty text looks like air */
const char *block_shape_name(enum block_shape); /* "cube", "slab-bottom" … */

#endif
