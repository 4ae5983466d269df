/* The table behind block_look(): what colour the blocks of a family have. The tones start from the base colours of the game's
 * map items (minecraft.wiki, "Map item format") and are parted by hand where a map paints several materials alike.
 * Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_COLOUR_TABLE_H
#define CURIO_SCHEMATIC_COLOUR_TABLE_H

#include "core/str.h"

/* A colour is 0xRRGGBB. NAMES are ids without name space, separated by spaces; '*' stands for any text. */
struct colour_row {
    uint32_t colour;
    uint8_t alpha;
    const char *names;
};
extern const struct colour_row colour_rows[]; /* the first that matches counts */
extern const size_t colour_row_count;

struct dye_row {
    const char *name;
    uint32_t dye, terracotta;
};
extern const struct dye_row dye_rows[];
extern const size_t dye_row_count;

struct wood_row {
    const char *name;
    uint32_t planks, bark, leaves;
};
extern const struct wood_row wood_rows[]; /* longer names before those that they end with */
extern const size_t wood_row_count;

#endif
