/* Where the faces in a picture are. Recall first: a box too many costs a blur, a face too few shows a stranger. */
#ifndef CURIO_IMAGE_FACE_H
#define CURIO_IMAGE_FACE_H

#include <stdbool.h>
#include <stddef.h>

#include "image/pixels.h"

enum { FACES_MAX = 512 };

struct face_box {
    int32_t x, y, width, height; /* pixels of the picture; never reaches beyond it */
    float score;                 /* 0 … 1: how sure the detectors are; comparable within one picture only */
};

struct face_list {
    size_t n;
    struct face_box at[FACES_MAX];
};

struct face_setup {
    const char *cascades; /* folder of OpenCV's haarcascade_*.xml; NULL or "": the one of the build */
    const char *model;    /* YuNet as ONNX; NULL or "": without */
};

enum face_result {
    FACE_OK,
    FACE_FAILED /* not one word about faces: whoever asked shows the picture to nobody */
};

/* Loads all that face_find uses and tries it, since no file can be opened once the program is shut in. False: something is missing or
 * broken (said on standard error). */
bool face_prepare(const struct face_setup *) __attribute__((warn_unused_result));
/* The faces from the likeliest on; pictures of every size are looked at in bounded time. After face_prepare only. */
enum face_result face_find(const struct image_pixels *, struct face_list *out) __attribute__((warn_unused_result));

#endif
