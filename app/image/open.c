#include "image/open.h"

#include <stdlib.h>

#include "image/heif.h"
#include "image/jpeg.h"
#include "image/kind.h"
#include "image/magick.h"
#include "image/resize.h"
#include "image/srgb.h"

/* MADE, which is malloc's, takes the place of what there was. */
static enum image_result replace(struct image_pixels *pixels, bool done, struct image_pixels made)
{
    free(pixels->rgb);
    *pixels = made;
    return done ? IMAGE_OK : IMAGE_OUT_OF_LIMITS;
}

static enum image_result shrink(struct image_pixels *pixels, int32_t most)
{
    struct image_pixels small;
    int32_t width, height;
    image_sides_within(pixels, most, true, &width, &height);
    if (width == pixels->width && height == pixels->height)
        return IMAGE_OK;
    const bool done = image_resize(pixels, width, height, &small);
    return replace(pixels, done, small);
}

static enum image_result turn(struct image_pixels *pixels, int orientation)
{
    struct image_pixels turned;
    if (orientation == 1)
        return IMAGE_OK;
    const bool done = image_turn(pixels, orientation, &turned);
    return replace(pixels, done, turned);
}

/* Smaller first: what follows has less to do. */
static enum image_result open_jpeg(struct str file, const struct jpeg_look *look, int32_t most, struct image_pixels *out)
{
    enum image_result result = jpeg_read(file, most, out);
    if (result == IMAGE_OK)
        result = shrink(out, most);
    if (result == IMAGE_OK)
        image_to_srgb(look->profile, out);
    return result == IMAGE_OK ? turn(out, look->orientation) : result;
}

static enum image_result open_heif(struct str file, int32_t most, struct image_pixels *out)
{
    struct str profile;
    enum image_result result = heif_read(file, out, &profile);
    if (result == IMAGE_OK)
        result = shrink(out, most);
    if (result == IMAGE_OK)
        image_to_srgb(profile, out);
    return result;
}

enum image_result image_open(struct str file, int32_t most, struct image_pixels *out)
{
    enum image_kind kind;
    struct jpeg_look look;
    out->rgb = NULL;
    if (heif_is(file))
        return open_heif(file, most, out);
    enum image_result result = image_kind(file, &kind);
    if (result == IMAGE_OK && kind == KIND_JPEG)
        result = jpeg_look_at(file, &look);
    if (result != IMAGE_OK)
        return result;
    if (kind == KIND_JPEG && look.plain)
        return open_jpeg(file, &look, most, out);
    result = magick_pixels(file, kind, out);
    return result == IMAGE_OK ? shrink(out, most) : result;
}
