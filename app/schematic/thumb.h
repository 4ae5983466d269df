/* Pictures of builds: visible faces only, one flat colour a face, the same bytes every time. */
#ifndef CURIO_SCHEMATIC_THUMB_H
#define CURIO_SCHEMATIC_THUMB_H

#include "schematic/model.h"

enum thumb_view { THUMB_DIMETRIC /* 2:1, from the south-east above; top, left and right faces at 1.0, 0.8, 0.6 */, THUMB_TOP };
enum { THUMB_SIZE = 512 /* pixels a side */ };

/* SIZE × SIZE pixels of RGBA (not premultiplied), transparent around the build; freed with free(). BLOCKS_MAX as in model_flat. */
uint8_t *thumb_draw(struct model *, enum thumb_view, int size);
/* The file's bytes are added to OUT. WebP is lossless with alpha. */
bool thumb_webp(const uint8_t *rgba, int size, struct buf *out) __attribute__((warn_unused_result));
bool thumb_png(const uint8_t *rgba, int size, struct buf *out) __attribute__((warn_unused_result));

#endif
