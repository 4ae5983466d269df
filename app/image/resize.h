/* Smaller pictures: Lanczos with three lobes (Turkowski, "Filters for Common Resampling Tasks"), separable, in fixed point. */
#ifndef CURIO_IMAGE_RESIZE_H
#define CURIO_IMAGE_RESIZE_H

#include <stdbool.h>

#include "image/pixels.h"

/* OUT->rgb is malloc's. False: no memory. Sides are at least 1; making larger works and is not asked for. */
bool image_resize(const struct image_pixels *, int32_t width, int32_t height, struct image_pixels *out) __attribute__((warn_unused_result));
/* The sides that a picture has whose WIDTH (or longer side) is no more than MOST; never larger than it is. */
void image_sides_within(const struct image_pixels *, int32_t most, bool longer, int32_t *width, int32_t *height);
/* EXIF's eight ways. OUT->rgb is malloc's. */
bool image_turn(const struct image_pixels *, int orientation, struct image_pixels *out) __attribute__((warn_unused_result));

#endif
