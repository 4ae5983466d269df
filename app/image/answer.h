/* What curio-image answers: one frame on standard output, or an exit status that says why there is none. Both sides of the pipe
 * read this; the asking side believes nothing that it has not checked. */
#ifndef CURIO_IMAGE_ANSWER_H
#define CURIO_IMAGE_ANSWER_H

#include "core/buf.h"

enum {
    IMAGE_LARGE = 1920,        /* longest side in pixels */
    IMAGE_SMALL = 480,         /* the same, of the small one */
    IMAGE_AXIS_MAX = 16384,    /* of what is sent */
    IMAGE_ANSWER_MAX = 8 << 20 /* bytes of a frame */
};

/* Also the program's exit status. */
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

struct image_answer {
    int32_t width, height; /* of LARGE */
    struct str large, small; /* WebP without a byte besides the pixels */
};

void image_answer_write(struct buf *, const struct image_answer *);
/* False unless the frame is whole, its sides are within bounds and both pictures are WebP files that hold pixels alone: whoever
 * sent the frame may have been taken over by the picture. The slices point into FRAME. */
bool image_answer_read(struct str frame, struct image_answer *out) __attribute__((warn_unused_result));
/* A WebP file of the chunks VP8, VP8L, VP8X and ALPH only: no profile, no EXIF, no XMP, no animation. */
bool image_webp_bare(struct str file);

#endif
