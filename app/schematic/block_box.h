/* What of a block's cube its shape fills, as boxes, from the state's own properties. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_BLOCK_BOX_H
#define CURIO_SCHEMATIC_BLOCK_BOX_H

#include "schematic/colour.h"

enum { BLOCK_BOXES = 3, BLOCK_UNITS = 16 /* of an edge */ };

struct block_box {
    uint8_t low[3], high[3]; /* x, y, z in sixteenths of a block */
};

/* How many boxes; 1 whole one for a cube. */
size_t block_boxes(struct str state, enum block_shape, struct block_box boxes[BLOCK_BOXES]);

#endif
