/* The profile of sRGB, and colours converted to it. */
#ifndef CURIO_IMAGE_SRGB_H
#define CURIO_IMAGE_SRGB_H

#include <stdbool.h>

#include "core/str.h"
#include "image/pixels.h"

/* Its bytes, which live as long as the program; absent where it could not be made. */
struct str image_srgb(void);
/* What a profile means that is none, or is not one of RGB: nothing. */
void image_to_srgb(struct str profile, struct image_pixels *);

#endif
