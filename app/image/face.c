#include "image/face.h"

#include <stdio.h>
#include <string.h>

#include "image/boxes.h"

static bool with_net;
static struct face_hits hits;

static bool given(const char *text)
{
    return text && *text;
}

/* The whole way once, with a picture that holds no face. */
static bool rehearse(void)
{
    enum { SIDE = 96 };
    static uint8_t made[SIDE * SIDE * 3];
    static struct face_list none;
    for (size_t i = 0; i < sizeof made; i++)
        made[i] = (uint8_t)(i * i >> 7);
    return face_find(&(struct image_pixels){made, SIDE, SIDE}, &none) == FACE_OK;
}

bool face_prepare(const struct face_setup *setup)
{
    const char *missing = NULL;
    const char *cascades = given(setup->cascades) ? setup->cascades : CURIO_FACE_CASCADES;
    with_net = given(setup->model);
    if (!face_haar_load(cascades))
        missing = cascades;
    else if (!face_hog_load())
        missing = "dlib's detector";
    else if (with_net && !face_net_load(setup->model))
        missing = setup->model;
    else if (!rehearse())
        missing = "a trial";
    if (missing)
        fprintf(stderr, "curio-image: no faces can be found: %s failed\n", missing);
    return !missing;
}

enum face_result face_find(const struct image_pixels *picture, struct face_list *out)
{
    hits.n = 0;
    if (!face_haar_find(picture, &hits) || !face_hog_find(picture, &hits) || (with_net && !face_net_find(picture, &hits)))
        return FACE_FAILED;
    return boxes_join(&hits, picture, out) ? FACE_OK : FACE_FAILED;
}
