#include "image/face_detectors.h"

#include <cmath>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>

#include "image/face_hits.h"

namespace {

// Found at least twice, by windows that differ little; that it is a face is sure when that many did.
const double STEP = 1.1, SURE = 9;
const int LEAST = 1, SIDE_LEAST = 20;
const face::fit FIT = {0, 0.84, 1.06};

cv::CascadeClassifier cascade;

int silent(int, const char *, const char *, const char *, int, void *)
{
    return 0;
}

} // namespace

bool face_haar_load(const char *folder)
{
    try {
        cv::setNumThreads(1);
        cv::redirectError(silent);
        return cascade.load(std::string(folder) + "/haarcascade_frontalface_alt2.xml");
    } catch (...) {
        return false;
    }
}

bool face_haar_find(const face_grey *grey, face_hits *out)
{
    try {
        std::vector<cv::Rect> boxes;
        std::vector<int> windows;
        std::vector<face_hit> hits;
        cascade.detectMultiScale(cv::Mat(grey->height, grey->width, CV_8UC1, grey->at), boxes, windows, STEP, LEAST, 0,
                                 cv::Size(SIDE_LEAST, SIDE_LEAST));
        for (size_t i = 0; i < boxes.size(); i++) {
            hits.push_back(face::place(*grey, FIT, boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height));
            hits.back().by = FACE_BY_HAAR;
            hits.back().evidence = std::log1p(windows[i]) / std::log1p(SURE);
        }
        return face::add(hits, out);
    } catch (...) {
        return false;
    }
}
