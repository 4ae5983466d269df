#include "image/face_detectors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace {

// The picture in OUT, which lets go of it in the end.
cv::Mat room(int width, int height, face_grey *out)
{
    out->width = width;
    out->height = height;
    out->at = static_cast<uint8_t *>(std::malloc(size_t(width) * size_t(height)));
    if (!out->at)
        throw std::bad_alloc();
    return cv::Mat(height, width, CV_8UC1, out->at);
}

// Wide enough for the whole of WHOLE; what is beyond it is grey.
void turn(const cv::Mat &whole, double scale, double degrees, face_grey *out)
{
    cv::Matx23d there = cv::getRotationMatrix2D(cv::Point2f(float(whole.cols) / 2, float(whole.rows) / 2), degrees, scale), back;
    const double c = std::abs(there(0, 0)), s = std::abs(there(0, 1));
    const int width = std::max(1, int(std::ceil(whole.cols * c + whole.rows * s)));
    const int height = std::max(1, int(std::ceil(whole.cols * s + whole.rows * c)));
    there(0, 2) += (width - whole.cols) / 2.0;
    there(1, 2) += (height - whole.rows) / 2.0;
    cv::Mat made = room(width, height, out);
    cv::warpAffine(whole, made, there, made.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(128));
    cv::invertAffineTransform(there, back);
    std::copy(back.val, back.val + 6, out->to);
}

void scale_to(const cv::Mat &whole, double scale, face_grey *out)
{
    const int width = std::max(1, cvRound(whole.cols * scale)), height = std::max(1, cvRound(whole.rows * scale));
    cv::Mat made = room(width, height, out);
    cv::resize(whole, made, made.size(), 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    const double to[6] = {double(whole.cols) / width, 0, 0, 0, double(whole.rows) / height, 0};
    std::copy(to, to + 6, out->to);
}

} // namespace

bool face_grey_of(const image_pixels *picture, face_grey *out)
{
    out->at = nullptr;
    try {
        const cv::Mat colour(picture->height, picture->width, CV_8UC3, picture->rgb);
        cv::Mat made = room(picture->width, picture->height, out);
        cv::cvtColor(colour, made, cv::COLOR_RGB2GRAY);
        const double same[6] = {1, 0, 0, 0, 1, 0};
        std::copy(same, same + 6, out->to);
        return true;
    } catch (...) {
        std::free(out->at);
        out->at = nullptr;
        return false;
    }
}

bool face_grey_turned(const face_grey *picture, double scale, double degrees, face_grey *out)
{
    out->at = nullptr;
    try {
        const cv::Mat whole(picture->height, picture->width, CV_8UC1, picture->at);
        if (degrees < 0 || degrees > 0) {
            cv::Mat small = whole;
            if (scale < 1) // smoothly: turning looks at four pixels alone
                cv::resize(whole, small, cv::Size(std::max(1, cvRound(whole.cols * scale)), std::max(1, cvRound(whole.rows * scale))), 0, 0,
                           cv::INTER_AREA);
            turn(small, scale < 1 ? 1 : scale, degrees, out);
            if (scale < 1)
                for (double &part : out->to)
                    part /= scale;
        } else {
            scale_to(whole, scale, out);
        }
        return true;
    } catch (...) {
        std::free(out->at);
        out->at = nullptr;
        return false;
    }
}
