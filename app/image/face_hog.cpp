#include "image/face_detectors.h"

#include <memory>
#include <vector>

#include <dlib/array2d.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

namespace {

std::unique_ptr<dlib::frontal_face_detector> detector;

}

bool face_hog_load(void)
{
    try {
        detector = std::make_unique<dlib::frontal_face_detector>(dlib::get_frontal_face_detector());
        return true;
    } catch (...) {
        return false;
    }
}

bool face_hog_find(const image_pixels *picture, face_hits *out)
{
    try {
        dlib::array2d<unsigned char> grey(picture->height, picture->width);
        const uint8_t *p = picture->rgb;
        for (long y = 0; y < picture->height; y++)
            for (long x = 0; x < picture->width; x++, p += 3)
                grey[y][x] = static_cast<unsigned char>((299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000);
        std::vector<dlib::rect_detection> found;
        (*detector)(grey, found, 0.0);
        for (const auto &f : found) {
            if (out->n == FACE_HITS_MAX)
                return false;
            out->at[out->n++] = face_box{int32_t(f.rect.left()), int32_t(f.rect.top()), int32_t(f.rect.width()), int32_t(f.rect.height()),
                                         float(f.detection_confidence)};
        }
        return true;
    } catch (...) {
        return false;
    }
}
