#include "image/face.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "image/boxes.h"

/* How far a picture is magnified for each look, and the pixels that it then may have: what bounds time and memory whatever is sent.
 * dlib's window is 80 pixels wide, so that upright faces of 20 and tilted ones of 50 are found in pictures of up to a megapixel. */
struct look {
    bool (*find)(const struct face_grey *, struct face_hits *);
    double scale, pixels, degrees;
};

enum { LOOKS = 5 };
static struct look looks[LOOKS] = {
    {face_hog_find, 4, 16e6, 0},
    {face_hog_find, 1.5, 4e6, -38},
    {face_hog_find, 1.5, 4e6, 38},
    {face_haar_find, 1.5, 3e6, 0}, /* the cascades keep what they worked with, so that they come last */
    {face_profile_find, 1, 5e5, 0},
};
static bool with_net;
static struct face_hits hits;

static bool given(const char *text)
{
    return text && *text;
}

static bool load_hog(void)
{
#ifdef CURIO_FACE_HOG_V3
    if (__builtin_cpu_supports("x86-64-v3")) {
        for (size_t i = 0; i < LOOKS; i++)
            looks[i].find = looks[i].find == face_hog_find ? face_hog_find_v3 : looks[i].find;
        return face_hog_load_v3();
    }
#endif
    return face_hog_load();
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
    else if (!load_hog())
        missing = "dlib's detector";
    else if (with_net && !face_net_load(setup->model))
        missing = setup->model;
    else if (!rehearse())
        missing = "a trial";
    if (missing)
        fprintf(stderr, "curio-image: no faces can be found: %s failed\n", missing);
    return !missing;
}

static bool look_at(const struct look *look, const struct face_grey *whole)
{
    const double turn = look->degrees * M_PI / 180, across = fabs(cos(turn)), along = fabs(sin(turn));
    const double area = (whole->width * across + whole->height * along) * (whole->width * along + whole->height * across);
    const double most = sqrt(look->pixels / area);
    struct face_grey seen;
    if (!face_grey_turned(whole, fmin(look->scale, most), look->degrees, &seen))
        return false;
    const bool found = look->find(&seen, &hits);
    free(seen.at);
    return found;
}

enum face_result face_find(const struct image_pixels *picture, struct face_list *out)
{
    struct face_grey whole;
    out->n = hits.n = 0;
    bool found = face_grey_of(picture, &whole);
    for (size_t i = 0; i < LOOKS && found; i++)
        found = look_at(&looks[i], &whole);
    free(whole.at);
    if (found && with_net)
        found = face_net_find(picture, &hits);
    return found && boxes_join(&hits, with_net ? FACE_NET_SURE : 1, picture, out) ? FACE_OK : FACE_FAILED;
}
