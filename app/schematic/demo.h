/* Small generated builds that `curio seed` fills a new site with. Made by this program alone, the same every time. */
#ifndef CURIO_SCHEMATIC_DEMO_H
#define CURIO_SCHEMATIC_DEMO_H

#include "core/buf.h"

struct canvas;

enum { SCHEMATIC_DEMO_TAGS = 5 };

struct schematic_demo {
    const char *file_name; /* "harbour-lighthouse.schem" */
    const char *title;
    const char *description;                /* Markdown */
    const char *tags[SCHEMATIC_DEMO_TAGS]; /* as many as are not NULL */
    uint16_t width, height, length;
    void (*build)(struct canvas *);
};

const struct schematic_demo *schematic_demo(size_t i); /* NULL past the last */
/* Adds the build's Sponge file to OUT; false when OUT's limit was hit. */
bool schematic_demo_write(const struct schematic_demo *, struct buf *out) __attribute__((warn_unused_result));

#endif
