/* The detectors, each behind C calls that let no C++ exception out: false means that it failed and nothing may be concluded. */
#ifndef CURIO_IMAGE_FACE_DETECTORS_H
#define CURIO_IMAGE_FACE_DETECTORS_H

#include "image/face.h"

enum { FACE_HITS_MAX = 8 * FACES_MAX };

/* Who saw it. */
enum face_witness { FACE_BY_HAAR, FACE_BY_HOG, FACE_BY_NET, FACE_WITNESSES };

/* From forehead to chin, whoever saw it, in pixels of the picture; may reach beyond it. EVIDENCE: 1 is enough for a face even if nobody
 * else saw it; less counts together with what others saw in the same place. Where the network was asked as well, which errs less,
 * FACE_NET_SURE is needed. */
#define FACE_NET_SURE 2.2
struct face_hit {
    double x, y, width, height, evidence;
    enum face_witness by;
};

struct face_hits {
    size_t n;
    struct face_hit at[FACE_HITS_MAX];
};

/* A grey copy of the picture, scaled and turned; a place in it lies at x' = TO[0] x + TO[1] y + TO[2], y' = TO[3] x + TO[4] y + TO[5] of
 * the picture. */
struct face_grey {
    uint8_t *at; /* WIDTH * HEIGHT, from malloc */
    int32_t width, height;
    double to[6];
};

#ifdef __cplusplus
extern "C" {
#endif

/* OUT's memory is the caller's. */
bool face_grey_of(const struct image_pixels *, struct face_grey *out);
/* Of the whole picture in grey; DEGREES against the clock. */
bool face_grey_turned(const struct face_grey *, double scale, double degrees, struct face_grey *out);

/* Each _find adds to OUT, the strongest first where there is no room for all. */
bool face_haar_load(const char *folder); /* of OpenCV's cascades */
bool face_haar_find(const struct face_grey *, struct face_hits *out);    /* who looks here */
bool face_profile_find(const struct face_grey *, struct face_hits *out); /* who looks to either side */
bool face_hog_load(void); /* dlib's histograms of gradients */
bool face_hog_find(const struct face_grey *, struct face_hits *out);
bool face_hog_load_v3(void); /* the same for x86-64-v3, where CURIO_FACE_HOG_V3 is defined */
bool face_hog_find_v3(const struct face_grey *, struct face_hits *out);
bool face_net_load(const char *file); /* YuNet */
bool face_net_find(const struct image_pixels *, struct face_hits *out);

#ifdef __cplusplus
}
#endif

#endif
