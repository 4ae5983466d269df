#include "image/face_detectors.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "image/face_hits.h"

namespace {

const int STRIDES[] = {8, 16, 32};
const int SIDES[] = {320, 640, 960, 1280};
const float LEAST = 0.3F, SURE = 0.57F, ALIKE = 0.3F;

cv::dnn::Net net;
std::vector<cv::String> outputs;

struct candidates {
    std::vector<cv::Rect2d> boxes;
    std::vector<float> scores;
};

// One stride's cells: how likely each is the centre of a face, and the box that it then has, in pixels of the network's input.
void read_stride(const std::vector<cv::Mat> &made, size_t at, int columns, int rows, candidates &out)
{
    const int stride = STRIDES[at];
    const float *cls = made[at].ptr<float>(), *obj = made[3 + at].ptr<float>(), *box = made[6 + at].ptr<float>();
    const size_t cells = size_t(columns) * size_t(rows);
    if (made[at].total() != cells || made[3 + at].total() != cells || made[6 + at].total() != cells * 4)
        CV_Error(cv::Error::StsUnmatchedSizes, "the model's answer has another shape");
    for (size_t i = 0; i < cells; i++, box += 4) {
        const float score = std::sqrt(std::clamp(cls[i], 0.0F, 1.0F) * std::clamp(obj[i], 0.0F, 1.0F));
        if (!(score >= LEAST))
            continue;
        const double width = std::exp(double(box[2])) * stride, height = std::exp(double(box[3])) * stride;
        const double x = (double(i % size_t(columns)) + box[0]) * stride, y = (double(i / size_t(columns)) + box[1]) * stride;
        out.boxes.emplace_back(x - width / 2, y - height / 2, width, height);
        out.scores.push_back(score);
    }
}

// The longer side becomes SIDE, never more than twice its own; then dark pixels up to a multiple of 32.
void look(const cv::Mat &colour, int side, candidates &all)
{
    const double scale = std::min(2.0, double(side) / std::max(colour.cols, colour.rows));
    cv::Mat small, padded;
    const cv::Size size(std::max(1, cvRound(colour.cols * scale)), std::max(1, cvRound(colour.rows * scale)));
    cv::resize(colour, small, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::copyMakeBorder(small, padded, 0, (32 - small.rows % 32) % 32, 0, (32 - small.cols % 32) % 32, cv::BORDER_CONSTANT);
    net.setInput(cv::dnn::blobFromImage(padded, 1, cv::Size(), cv::Scalar(), true));
    std::vector<cv::Mat> made;
    net.forward(made, outputs);
    candidates found;
    for (size_t at = 0; at < 3; at++)
        read_stride(made, at, padded.cols / STRIDES[at], padded.rows / STRIDES[at], found);
    for (size_t i = 0; i < found.boxes.size(); i++) {
        const cv::Rect2d &b = found.boxes[i];
        all.boxes.emplace_back(b.x / scale, b.y / scale, b.width / scale, b.height / scale);
        all.scores.push_back(found.scores[i]);
    }
}

} // namespace

bool face_net_load(const char *file)
{
    try {
        net = cv::dnn::readNetFromONNX(std::string(file));
        outputs.clear();
        for (const char *kind : {"cls_", "obj_", "bbox_"})
            for (const int stride : STRIDES)
                outputs.push_back(kind + std::to_string(stride));
        return !net.empty();
    } catch (...) {
        return false;
    }
}

bool face_net_find(const image_pixels *picture, face_hits *out)
{
    try {
        const cv::Mat colour(picture->height, picture->width, CV_8UC3, picture->rgb);
        candidates all;
        for (const int side : SIDES)
            look(colour, side, all);
        std::vector<int> kept;
        cv::dnn::NMSBoxes(all.boxes, all.scores, LEAST, ALIKE, kept);
        std::vector<face_hit> hits;
        for (const int i : kept) {
            const cv::Rect2d &b = all.boxes[size_t(i)];
            hits.push_back(face_hit{b.x, b.y, b.width, b.height, FACE_NET_SURE * double(all.scores[size_t(i)] / SURE), FACE_BY_NET});
        }
        return face::add(hits, out);
    } catch (...) {
        return false;
    }
}
