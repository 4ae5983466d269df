/* How a picture that was asked about ends, and what is believed of what came out. */
#ifndef CURIO_IMAGE_ANSWER_H
#define CURIO_IMAGE_ANSWER_H

#include "core/buf.h"

enum { IMAGE_AXIS_MAX = 16384 /* of what is sent */ };

/* Also a drawing process' exit status. */
enum image_result {
    IMAGE_OK = 0,
    IMAGE_NO_START = 2, /* it could not shut itself in: the installation is wrong, not the picture */
    IMAGE_NOT_A_PICTURE = 10,
    IMAGE_UNSUPPORTED_FORMAT,
    IMAGE_TOO_LARGE, /* an axis above IMAGE_AXIS_MAX */
    IMAGE_BROKEN,
    IMAGE_OUT_OF_LIMITS, /* of memory or time */
    IMAGE_NO_DETECTOR    /* nobody looked for faces */
};

/* "not-a-picture", …: the names that people and programs are told; NULL for what is not the picture's fault. */
const char *image_reason(enum image_result);

/* A WebP file of the chunks VP8, VP8L, VP8X and ALPH only: no profile, no EXIF, no XMP, no animation. */
bool image_webp_bare(struct str file);

#endif
