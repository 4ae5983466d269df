/* A decoded picture: what detectors look at, what is obscured and what is encoded again. */
#ifndef CURIO_IMAGE_PIXELS_H
#define CURIO_IMAGE_PIXELS_H

#include <stdint.h>

struct image_pixels {
    uint8_t *rgb;          /* sRGB, 8 bits each, rows without padding, the top one first; already turned upright */
    int32_t width, height; /* both at least 1 */
};

#endif
