/* `curio-image --detect FOLDER`: what the detectors see in pictures that an operator has, to judge them by. */
#ifndef CURIO_IMAGE_DETECT_H
#define CURIO_IMAGE_DETECT_H

#include "image/face.h"

enum detect_result {
    DETECT_OK = 0,
    DETECT_SOME_FAILED = 1, /* a picture among the files could not be looked at */
    DETECT_NO_FOLDER = 3
};

/* A line `file x y width height score` a face on standard output, in pixels of the upright picture, files by name; a line
 * `file: reason` on standard error for each file that is no picture or could not be looked at. Each is looked at by a process of its own
 * that shut itself in. After face_prepare and magick_prepare. */
enum detect_result image_detect(const char *folder) __attribute__((warn_unused_result));

#endif
