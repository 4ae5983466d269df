#include "image/boxes.h"

#include <math.h>
#include <stdlib.h>

#define SAME 0.35 /* of two boxes' union is in both: they show one face */

/* One place and the best that each witness saw there. */
struct place {
    struct face_hit box; /* of the strongest */
    double seen[FACE_WITNESSES];
};

static struct place places[FACE_HITS_MAX];

static int stronger(const void *a, const void *b)
{
    const struct face_hit *one = a, *other = b;
    return (one->evidence < other->evidence) - (one->evidence > other->evidence);
}

static double common(double a, double a_size, double b, double b_size)
{
    const double length = fmin(a + a_size, b + b_size) - fmax(a, b);
    return length > 0 ? length : 0;
}

/* 0 … 1: shared area by joint area. */
static double likeness(const struct face_hit *a, const struct face_hit *b)
{
    const double shared = common(a->x, a->width, b->x, b->width) * common(a->y, a->height, b->y, b->height);
    return shared / (a->width * a->height + b->width * b->height - shared);
}

/* Where the hit belongs; a new place if nowhere. */
static struct place *place_of(const struct face_hit *hit, size_t *n)
{
    struct place *best = NULL;
    double likest = SAME;
    for (size_t i = 0; i < *n; i++) {
        const double alike = likeness(hit, &places[i].box);
        if (alike > likest) {
            likest = alike;
            best = &places[i];
        }
    }
    if (!best) {
        best = &places[(*n)++];
        *best = (struct place){.box = *hit};
    }
    return best;
}

static double evidence(const struct place *place)
{
    double sum = 0;
    for (size_t i = 0; i < FACE_WITNESSES; i++)
        sum += place->seen[i];
    return sum;
}

/* Cut to the picture; false where nothing is left. */
static bool cut(const struct place *place, const struct image_pixels *picture, struct face_box *out)
{
    const struct face_hit *b = &place->box;
    const double left = fmax(0, floor(b->x)), top = fmax(0, floor(b->y));
    const double right = fmin(picture->width, ceil(b->x + b->width)), bottom = fmin(picture->height, ceil(b->y + b->height));
    if (!(right > left && bottom > top))
        return false;
    *out = (struct face_box){(int32_t)left, (int32_t)top, (int32_t)(right - left), (int32_t)(bottom - top),
                             (float)(1 - exp2(-evidence(place)))};
    return true;
}

static int likelier(const void *a, const void *b)
{
    const struct face_box *one = a, *other = b;
    return (one->score < other->score) - (one->score > other->score);
}

bool boxes_join(struct face_hits *hits, double enough, const struct image_pixels *picture, struct face_list *out)
{
    size_t n = 0;
    qsort(hits->at, hits->n, sizeof *hits->at, stronger);
    for (size_t i = 0; i < hits->n; i++) {
        struct place *place = place_of(&hits->at[i], &n);
        double *seen = &place->seen[hits->at[i].by];
        *seen = fmax(*seen, hits->at[i].evidence);
    }
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct face_box box;
        if (evidence(&places[i]) < enough || !cut(&places[i], picture, &box))
            continue;
        if (out->n == FACES_MAX)
            return false;
        out->at[out->n++] = box;
    }
    qsort(out->at, out->n, sizeof *out->at, likelier);
    return true;
}
