#include "image/face_detectors.h"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

namespace {

const double PIXELS_MOST = 2.0e6;

cv::CascadeClassifier frontal;

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
        return frontal.load(std::string(folder) + "/haarcascade_frontalface_alt2.xml");
    } catch (...) {
        return false;
    }
}

bool face_haar_find(const image_pixels *picture, face_hits *out)
{
    try {
        const cv::Mat colour(picture->height, picture->width, CV_8UC3, picture->rgb);
        cv::Mat grey;
        cv::cvtColor(colour, grey, cv::COLOR_RGB2GRAY);
        const double pixels = double(picture->width) * picture->height;
        const double scale = pixels > PIXELS_MOST ? std::sqrt(PIXELS_MOST / pixels) : 1;
        if (scale < 1)
            cv::resize(grey, grey, cv::Size(), scale, scale, cv::INTER_AREA);
        std::vector<cv::Rect> found;
        std::vector<int> levels;
        std::vector<double> weights;
        frontal.detectMultiScale(grey, found, levels, weights, 1.1, 3, 0, cv::Size(20, 20), cv::Size(), true);
        for (size_t i = 0; i < found.size(); i++) {
            if (out->n == FACE_HITS_MAX)
                return false;
            const cv::Rect &r = found[i];
            out->at[out->n++] = face_box{int32_t(r.x / scale), int32_t(r.y / scale), int32_t(r.width / scale), int32_t(r.height / scale),
                                         float(weights[i])};
        }
        return true;
    } catch (...) {
        return false;
    }
}
