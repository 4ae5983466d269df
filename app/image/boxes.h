/* What several detectors found, as one list of faces. */
#ifndef CURIO_IMAGE_BOXES_H
#define CURIO_IMAGE_BOXES_H

#include "image/face_detectors.h"

/* Hits in the same place are one face, if the evidence there is ENOUGH together; a witness counts once. Likeliest first, cut to the
 * picture. Reorders HITS. False: more faces than a list holds. */
bool boxes_join(struct face_hits *hits, double enough, const struct image_pixels *, struct face_list *out) __attribute__((warn_unused_result));

#endif
