/* What the pool says of a picture, as JSON. */
#ifndef CURIO_IMAGE_POOL_JSON_H
#define CURIO_IMAGE_POOL_JSON_H

#include "core/json_write.h"
#include "image/face.h"

/* [{"x", "y", "width", "height", "score"}] */
void pool_json_faces(struct json *, const struct face_list *);
struct str pool_faces_text(struct arena *, const struct face_list *);
struct str pool_colour_text(struct arena *, uint32_t colour); /* #rrggbb */
/* As a data address, or "". */
struct str pool_preview_text(struct arena *, struct str webp);
/* [{"x", "y", "width", "height"}] of whole numbers within WIDTH and HEIGHT. */
bool pool_boxes_read(struct arena *, struct str json, struct face_list *out) __attribute__((warn_unused_result));

#endif
