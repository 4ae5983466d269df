/* Pictures of builds: visible faces only, one flat colour a face, the same bytes every time. Fitted to what is seen,
 * centred, with a small margin. */
#ifndef CURIO_SCHEMATIC_THUMB_H
#define CURIO_SCHEMATIC_THUMB_H

#include "core/buf.h"
#include "schematic/model.h"

enum thumb_view { THUMB_DIMETRIC /* 2:1, from the south-east above; top, left and right faces at 1.0, 0.8, 0.6 */, THUMB_TOP };
enum { THUMB_SIZE = 512 /* pixels a side */, THUMB_SIZE_MAX = 4096 };

/* SIZE × SIZE pixels of RGBA (not premultiplied), transparent around the build; freed with free(). SIZE is at least 1. All
 * transparent where there is nothing to see. NULL: regions lie so far apart that the box around them has more than 2^29 blocks.
 * A model of several regions is made flat (model_flat). */
uint8_t *thumb_draw(struct model *, enum thumb_view, int size) __attribute__((warn_unused_result));
/* The file's bytes are added to OUT. WebP is lossless with alpha. */
bool thumb_webp(const uint8_t *rgba, int size, struct buf *out) __attribute__((warn_unused_result));
bool thumb_png(const uint8_t *rgba, int size, struct buf *out) __attribute__((warn_unused_result));

#endif
