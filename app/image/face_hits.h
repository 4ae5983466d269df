/* What the detectors' files share. */
#ifndef CURIO_IMAGE_FACE_HITS_H
#define CURIO_IMAGE_FACE_HITS_H

#include <algorithm>
#include <vector>

#include "image/face_detectors.h"

namespace face {

const size_t HITS_EACH = FACE_HITS_MAX / 8; // of one look at the picture; there are at most seven

// How one detector's boxes lie on a face: its centre is UP of their height higher, its sides are as many times theirs.
struct fit {
    double up, width, height;
};

// The box of a detector, in pixels of GREY, as a face in the picture.
inline face_hit place(const face_grey &grey, const fit &fits, double x, double y, double width, double height)
{
    const double across = x + width / 2, down = y + height / 2 - fits.up * height;
    const double *to = grey.to, scale = std::max(std::hypot(to[0], to[3]), std::hypot(to[1], to[4]));
    face_hit hit = {};
    hit.width = width * fits.width * scale;
    hit.height = height * fits.height * scale;
    hit.x = to[0] * across + to[1] * down + to[2] - hit.width / 2;
    hit.y = to[3] * across + to[4] * down + to[5] - hit.height / 2;
    return hit;
}

// False: there is no room left.
inline bool add(std::vector<face_hit> &hits, face_hits *out)
{
    std::sort(hits.begin(), hits.end(), [](const face_hit &a, const face_hit &b) { return a.evidence > b.evidence; });
    for (size_t i = 0; i < hits.size() && i < HITS_EACH; i++) {
        if (out->n == FACE_HITS_MAX)
            return false;
        out->at[out->n++] = hits[i];
    }
    return true;
}

} // namespace face

#endif
