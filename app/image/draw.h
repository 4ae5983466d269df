/* What a drawing process does with one picture. It writes parts (image/frame.h) to a descriptor as they are done, and answers why there are no
 * more of them. What it allocates goes with the process. */
#ifndef CURIO_IMAGE_DRAW_H
#define CURIO_IMAGE_DRAW_H

#include "image/answer.h"
#include "image/frame.h"
#include "image/obscure.h"

/* The clean master, then (FACES) where faces are. */
enum image_result draw_master(struct str file, bool faces, int descriptor);
/* The whole of a picture with its faces obscured. IMAGE_NO_DETECTOR: nobody looked. */
enum image_result draw_faceless(struct str file, enum obscure_manner, enum image_format, int descriptor);
/* MASTER with BOXES obscured: a new master and its smallest variants as WebP. */
enum image_result draw_obscured(struct str master, const struct face_list *boxes, enum obscure_manner, int descriptor);
/* One variant of a master: WIDTH pixels wide, or as wide as the master. */
enum image_result draw_variant(struct str master, int32_t width, enum image_format, int descriptor);

/* Every width of FILE as WebP, as it would be drawn on demand: for who measures. QUALITY 0: the usual. */
enum image_result draw_widths(struct str file, int quality, bool (*take)(void *with, int32_t width, struct str webp), void *with);

#endif
