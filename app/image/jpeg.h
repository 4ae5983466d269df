/* JPEG by libjpeg-turbo itself: the kind that most pictures and all our masters are, read at the smallest scale that serves. */
#ifndef CURIO_IMAGE_JPEG_H
#define CURIO_IMAGE_JPEG_H

#include "core/buf.h"
#include "image/answer.h"
#include "image/pixels.h"

/* What the file says of itself before its pixels. */
struct jpeg_look {
    int64_t width, height;
    int orientation;    /* 1 … 8; what is no orientation is 1 */
    bool plain;         /* grey or YCbCr or RGB: what jpeg_read reads */
    struct str profile; /* ICC, or absent; freed with the process */
};

/* IMAGE_BROKEN, IMAGE_TOO_LARGE or IMAGE_OK. */
enum image_result jpeg_look_at(struct str file, struct jpeg_look *out) __attribute__((warn_unused_result));
/* Decodes a plain one, turned as it lies in the file, no smaller than LEAST on its longer side where it has that much; 0: whole. What OUT points
 * to is malloc's. A file that ends early is IMAGE_BROKEN. */
enum image_result jpeg_read(struct str file, int32_t least, struct image_pixels *out) __attribute__((warn_unused_result));
/* QUALITY 1 … 100. Without a byte besides the pixels. Adds to OUT. */
bool jpeg_write(const struct image_pixels *, int quality, struct buf *out) __attribute__((warn_unused_result));
/* A JPEG file of frame, tables and scan alone: no EXIF, XMP, ICC, comment or second picture. */
bool jpeg_bare(struct str file);

#endif
