#include "image/obscure.h"

#include <stdlib.h>

enum { CELLS = 4, GREY = 128 };

bool obscure(struct image_pixels *picture, const struct face_box *boxes, size_t n, enum obscure_manner manner)
{
    (void)manner;
    for (size_t i = 0; i < n; i++) {
        const double grown_w = boxes[i].width * 0.175, grown_h = boxes[i].height * 0.175;
        const int64_t left = (int64_t)(boxes[i].x - grown_w), top = (int64_t)(boxes[i].y - grown_h);
        const int64_t right = (int64_t)((double)boxes[i].x + boxes[i].width + grown_w), bottom = (int64_t)((double)boxes[i].y + boxes[i].height + grown_h);
        for (int64_t y = top < 0 ? 0 : top; y < bottom && y < picture->height; y++)
            for (int64_t x = (left < 0 ? 0 : left) * 3; x < right * 3 && x < (int64_t)picture->width * 3; x++)
                picture->rgb[y * picture->width * 3 + x] = GREY;
    }
    return true;
}
