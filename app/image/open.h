/* Hostile bytes to pixels: upright, in sRGB, whatever format they are in. */
#ifndef CURIO_IMAGE_OPEN_H
#define CURIO_IMAGE_OPEN_H

#include "image/answer.h"
#include "image/pixels.h"
#include "core/str.h"

/* No larger than MOST on the longer side. OUT->rgb is malloc's. */
enum image_result image_open(struct str file, int32_t most, struct image_pixels *out) __attribute__((warn_unused_result));

#endif
