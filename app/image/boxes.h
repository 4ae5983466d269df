/* What several detectors found, as one list of faces. */
#ifndef CURIO_IMAGE_BOXES_H
#define CURIO_IMAGE_BOXES_H

#include "image/face_detectors.h"

/* Of boxes that show the same face the likeliest stays; they come out likeliest first, cut to the picture. Reorders HITS. False: more
 * faces than a list holds. */
bool boxes_join(struct face_hits *hits, const struct image_pixels *, struct face_list *out) __attribute__((warn_unused_result));

#endif
