/* The detectors, each behind C calls that let no C++ exception out. Each _find adds to OUT and leaves what was there; false: it failed
 * or there was no room, and nothing may be concluded. Boxes may reach beyond the picture. */
#ifndef CURIO_IMAGE_FACE_DETECTORS_H
#define CURIO_IMAGE_FACE_DETECTORS_H

#include "image/face.h"

enum { FACE_HITS_MAX = 8 * FACES_MAX };

struct face_hits {
    size_t n;
    struct face_box at[FACE_HITS_MAX]; /* score as the detector has it */
};

#ifdef __cplusplus
extern "C" {
#endif

/* OpenCV's Haar cascades. */
bool face_haar_load(const char *folder);
bool face_haar_find(const struct image_pixels *, struct face_hits *out);
/* dlib's histograms of gradients; nothing to load from files. */
bool face_hog_load(void);
bool face_hog_find(const struct image_pixels *, struct face_hits *out);
/* YuNet on OpenCV's network runner. */
bool face_net_load(const char *file);
bool face_net_find(const struct image_pixels *, struct face_hits *out);

#ifdef __cplusplus
}
#endif

#endif
