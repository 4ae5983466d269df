/* Makes faces unrecognisable, for good. */
#ifndef CURIO_IMAGE_OBSCURE_H
#define CURIO_IMAGE_OBSCURE_H

#include "image/face.h"

enum obscure_manner {
    OBSCURE_MOSAIC, /* soft patches of at most 4 x 4 noised averages */
    OBSCURE_SOLID   /* one colour, which says nothing of the face */
};

/* Each box is grown first; what reaches beyond the picture is cut off, boxes may overlap. False: no randomness or memory was to be had,
 * and the picture must not be shown. */
bool obscure(struct image_pixels *, const struct face_box *, size_t n, enum obscure_manner) __attribute__((warn_unused_result));

#endif
