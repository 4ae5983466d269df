/* Which format a picture is, by its first bytes alone: the decoder is told, it does not guess. */
#ifndef CURIO_IMAGE_KIND_H
#define CURIO_IMAGE_KIND_H

#include "core/str.h"
#include "image/answer.h"

enum { KIND_BYTES = 32 /* as many as image_kind looks at */ };

enum image_kind { KIND_JPEG, KIND_PNG, KIND_WEBP, KIND_GIF, KIND_COUNT };

/* IMAGE_NOT_A_PICTURE, or IMAGE_UNSUPPORTED_FORMAT for pictures of other formats, or IMAGE_TOO_LARGE where the first bytes tell. */
enum image_result image_kind(struct str bytes, enum image_kind *out) __attribute__((warn_unused_result));

#endif
