#include "image/boxes.h"

#include <stdlib.h>

static int likelier(const void *a, const void *b)
{
    const struct face_box *one = a, *other = b;
    return (one->score < other->score) - (one->score > other->score);
}

static double overlap(int32_t a, int32_t a_size, int32_t b, int32_t b_size)
{
    const double from = a > b ? a : b;
    const double to = (double)a + a_size < (double)b + b_size ? (double)a + a_size : (double)b + b_size;
    return to > from ? to - from : 0;
}

static bool same(const struct face_box *a, const struct face_box *b)
{
    const double common = overlap(a->x, a->width, b->x, b->width) * overlap(a->y, a->height, b->y, b->height);
    const double areas = (double)a->width * a->height + (double)b->width * b->height;
    return common > 0.3 * (areas - common);
}

/* Cut to the picture; false where nothing is left. */
static bool cut(struct face_box *box, const struct image_pixels *picture)
{
    const int64_t right = (int64_t)box->x + box->width, bottom = (int64_t)box->y + box->height;
    box->x = box->x < 0 ? 0 : box->x;
    box->y = box->y < 0 ? 0 : box->y;
    box->width = (int32_t)((right < picture->width ? right : picture->width) - box->x);
    box->height = (int32_t)((bottom < picture->height ? bottom : picture->height) - box->y);
    return box->width > 0 && box->height > 0;
}

bool boxes_join(struct face_hits *hits, const struct image_pixels *picture, struct face_list *out)
{
    out->n = 0;
    qsort(hits->at, hits->n, sizeof *hits->at, likelier);
    for (size_t i = 0; i < hits->n; i++) {
        struct face_box box = hits->at[i];
        bool known = !cut(&box, picture);
        for (size_t k = 0; k < out->n && !known; k++)
            known = same(&box, &out->at[k]);
        if (known)
            continue;
        if (out->n == FACES_MAX)
            return false;
        out->at[out->n++] = box;
    }
    return true;
}
