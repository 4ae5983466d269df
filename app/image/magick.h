/* ImageMagick, and the only file that includes it: hostile bytes become pixels. */
#ifndef CURIO_IMAGE_MAGICK_H
#define CURIO_IMAGE_MAGICK_H

#include "image/answer.h"
#include "image/kind.h"
#include "image/pixels.h"

/* Loads the library, its limits and every decoder that is used, since nothing can be opened once the program is shut in. POLICY: the
 * folder of policy.xml. False: what Curio needs is missing. */
bool magick_prepare(const char *policy) __attribute__((warn_unused_result));
/* The picture's pixels in full size, upright and in sRGB. OUT's memory is the caller's, from malloc. */
enum image_result magick_pixels(struct str bytes, enum image_kind, struct image_pixels *out) __attribute__((warn_unused_result));

#endif
