/* HEIF by libheif itself: HEIC and AVIF. ImageMagick reads them by way of files, of which there are none here. */
#ifndef CURIO_IMAGE_HEIF_H
#define CURIO_IMAGE_HEIF_H

#include "core/buf.h"
#include "image/answer.h"
#include "image/pixels.h"

/* Loads the codecs, as no file can be opened once the program is shut in. False: there is no AV1, which is borne. */
bool heif_prepare(void) __attribute__((warn_unused_result));
bool heif_is(struct str start); /* by its first bytes */
/* The primary picture, upright. PROFILE: ICC, or absent. What is pointed to is malloc's. */
enum image_result heif_read(struct str file, struct image_pixels *out, struct str *profile) __attribute__((warn_unused_result));
/* As AVIF. QUALITY 0 … 100; SPEED 0 … 9. */
bool heif_write(const struct image_pixels *, int quality, int speed, struct buf *out) __attribute__((warn_unused_result));

#endif
