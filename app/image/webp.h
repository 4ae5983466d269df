/* WebP by libwebp itself. */
#ifndef CURIO_IMAGE_WEBP_H
#define CURIO_IMAGE_WEBP_H

#include "core/buf.h"
#include "image/pixels.h"

/* QUALITY 0 … 100; EFFORT 0 … 6. Adds a file of one chunk. */
bool webp_write(const struct image_pixels *, int quality, int effort, struct buf *out) __attribute__((warn_unused_result));

#endif
