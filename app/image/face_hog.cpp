// Compiled a second time for x86-64-v3 with FACE_HOG_V3, where nothing but the two functions may be seen from outside: templates of the
// same name would be taken from either, and run where the processor does not know their instructions.
#include "image/face_detectors.h"

#include <cmath>
#include <memory>
#include <vector>

#include <dlib/array2d.h>
#include <dlib/image_processing/frontal_face_detector.h>

#include "image/face_hits.h"

#ifdef FACE_HOG_V3
#define face_hog_load face_hog_load_v3
#define face_hog_find face_hog_find_v3
#endif

namespace {

// dlib's own threshold is 0. Upright, few things but faces reach SURE; turned, more do.
const double LEAST = -1, SURE = -0.35, SURE_TURNED = -0.05;
const face::fit FIT = {0.09, 0.94, 1.2};

std::unique_ptr<dlib::frontal_face_detector> detector;

} // namespace

bool face_hog_load(void)
{
    try {
        detector = std::make_unique<dlib::frontal_face_detector>(dlib::get_frontal_face_detector());
        return true;
    } catch (...) {
        return false;
    }
}

bool face_hog_find(const face_grey *grey, face_hits *out)
{
    try {
        dlib::array2d<unsigned char> picture(grey->height, grey->width);
        for (long y = 0; y < grey->height; y++)
            std::copy_n(grey->at + y * grey->width, grey->width, &picture[y][0]);
        std::vector<dlib::rect_detection> found;
        std::vector<face_hit> hits;
        (*detector)(picture, found, LEAST);
        const bool turned = std::abs(grey->to[1]) > 0;
        for (const auto &f : found) {
            hits.push_back(face::place(*grey, FIT, double(f.rect.left()), double(f.rect.top()), double(f.rect.width()), double(f.rect.height())));
            hits.back().by = FACE_BY_HOG;
            hits.back().evidence = (f.detection_confidence - LEAST) / ((turned ? SURE_TURNED : SURE) - LEAST);
        }
        return face::add(hits, out);
    } catch (...) {
        return false;
    }
}
