#include "image/face_detectors.h"

#include <cmath>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>

#include "image/face_hits.h"

namespace {

// A cascade, and how it is read: found at least twice, by windows that differ little; that it is a face is sure when SURE of them did.
struct reader {
    const char *file;
    double sure;
    face::fit fit;
    cv::CascadeClassifier cascade;
};

const double STEP = 1.1;
const int LEAST = 1, SIDE_LEAST = 20;

reader frontal = {"haarcascade_frontalface_alt2.xml", 9, {0, 0.84, 1.06}, {}};
reader profile = {"haarcascade_profileface.xml", 5, {0, 0.85, 1.05}, {}}; // turned to the left alone

int silent(int, const char *, const char *, const char *, int, void *)
{
    return 0;
}

// What a cascade sees in GREY, or in its mirror.
void read(reader &with, const face_grey &grey, bool mirrored, std::vector<face_hit> &hits)
{
    const cv::Mat whole(grey.height, grey.width, CV_8UC1, grey.at);
    cv::Mat seen = whole;
    std::vector<cv::Rect> boxes;
    std::vector<int> windows;
    if (mirrored)
        cv::flip(whole, seen, 1);
    with.cascade.detectMultiScale(seen, boxes, windows, STEP, LEAST, 0, cv::Size(SIDE_LEAST, SIDE_LEAST));
    for (size_t i = 0; i < boxes.size(); i++) {
        const cv::Rect &b = boxes[i];
        hits.push_back(face::place(grey, with.fit, mirrored ? grey.width - b.x - b.width : b.x, b.y, b.width, b.height));
        hits.back().by = FACE_BY_HAAR;
        hits.back().evidence = std::log1p(windows[i]) / std::log1p(with.sure);
    }
}

} // namespace

bool face_haar_load(const char *folder)
{
    try {
        cv::setNumThreads(1);
        cv::redirectError(silent);
        return frontal.cascade.load(std::string(folder) + "/" + frontal.file) && profile.cascade.load(std::string(folder) + "/" + profile.file);
    } catch (...) {
        return false;
    }
}

bool face_haar_find(const face_grey *grey, face_hits *out)
{
    try {
        std::vector<face_hit> hits;
        read(frontal, *grey, false, hits);
        return face::add(hits, out);
    } catch (...) {
        return false;
    }
}

bool face_profile_find(const face_grey *grey, face_hits *out)
{
    try {
        std::vector<face_hit> hits;
        read(profile, *grey, false, hits);
        read(profile, *grey, true, hits);
        return face::add(hits, out);
    } catch (...) {
        return false;
    }
}
