/* One writer a format. Each finds out what its format loses (fit) before it writes a byte (put). Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_WRITE_FORMATS_H
#define CURIO_SCHEMATIC_WRITE_FORMATS_H

#include "schematic/conversion.h"
#include "schematic/verdict.h"

struct format_writer {
    struct str root; /* the root compound's name */
    struct conversion_holds holds;
    bool many_regions;                      /* else the box around all of them is written */
    bool old_game;                          /* up to 1.12: no data version */
    bool offset, name, author, description; /* what the format has a place for */
    int64_t side_max;
    /* Counts, numbers and notes losses. Refuses where the format can't hold it at all. */
    void (*fit)(struct conversion *, struct verdict *);
    /* All of the root compound's value. */
    void (*put)(struct conversion *);
};

extern const struct format_writer write_sponge2, write_sponge3, write_litematica, write_mcedit, write_structure;

#endif
