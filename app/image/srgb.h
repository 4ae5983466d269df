/* The profile of sRGB, as colours are converted to it. */
#ifndef CURIO_IMAGE_SRGB_H
#define CURIO_IMAGE_SRGB_H

#include "core/str.h"

/* Its bytes, which live as long as the program; absent where it could not be made. */
struct str image_srgb(void);

#endif
