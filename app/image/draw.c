#include "image/draw.h"

#include <stdlib.h>

#include "image/heif.h"
#include "image/jpeg.h"
#include "image/open.h"
#include "image/resize.h"
#include "image/webp.h"

enum {
    MASTER_QUALITY = 92,
    JPEG_QUALITY = 82,
    WEBP_QUALITY = 80,
    WEBP_EFFORT = 4,
    AVIF_QUALITY = 60,
    AVIF_SPEED = 8,
    PREVIEW_SIDE = 16,
    PREVIEW_QUALITY = 20,
    PREVIEW_EFFORT = 6,
    EAGER = 3 /* of the widths */
};

static bool encode(const struct image_pixels *pixels, enum image_format format, struct buf *out)
{
    switch (format) {
    case FORMAT_WEBP:
        return webp_write(pixels, WEBP_QUALITY, WEBP_EFFORT, out);
    case FORMAT_JPEG:
        return jpeg_write(pixels, JPEG_QUALITY, out);
    case FORMAT_AVIF:
        return heif_write(pixels, AVIF_QUALITY, AVIF_SPEED, out);
    case FORMAT_COUNT:
        break;
    }
    return false;
}

/* The commonest of 512 colours, as the mean of what is like it. */
static uint32_t colour_of(const struct image_pixels *small)
{
    static uint32_t count[512], sums[512][3];
    size_t best = 0;
    for (int32_t i = 0; i < small->width * small->height; i++) {
        const uint8_t *pixel = small->rgb + 3 * i;
        const size_t bin = (size_t)(pixel[0] >> 5) << 6 | (size_t)(pixel[1] >> 5) << 3 | (size_t)(pixel[2] >> 5);
        count[bin]++;
        for (size_t k = 0; k < 3; k++)
            sums[bin][k] += pixel[k];
        if (count[bin] > count[best])
            best = bin;
    }
    return sums[best][0] / count[best] << 16 | sums[best][1] / count[best] << 8 | sums[best][2] / count[best];
}

static bool say_master(const struct image_pixels *pixels, int descriptor)
{
    struct image_pixels small;
    struct buf jpeg, preview;
    int32_t width, height;
    buf_init(&jpeg, IMAGE_FRAME_MAX);
    buf_init(&preview, IMAGE_FRAME_MAX);
    image_sides_within(pixels, PREVIEW_SIDE, true, &width, &height);
    return image_resize(pixels, width, height, &small) && webp_write(&small, PREVIEW_QUALITY, PREVIEW_EFFORT, &preview) &&
           jpeg_write(pixels, MASTER_QUALITY, &jpeg) &&
           frame_master(descriptor, pixels->width, pixels->height, buf_str(&jpeg), colour_of(&small), buf_str(&preview));
}

enum image_result draw_master(struct str file, bool faces, int descriptor)
{
    static struct face_list found;
    struct image_pixels pixels;
    enum image_result result = image_open(file, IMAGE_MASTER, &pixels);
    if (result != IMAGE_OK)
        return result;
    if (!say_master(&pixels, descriptor))
        return IMAGE_OUT_OF_LIMITS;
    if (faces && face_find(&pixels, &found) != FACE_OK)
        return IMAGE_NO_DETECTOR;
    return frame_faces(descriptor, &found) && frame_end(descriptor) ? IMAGE_OK : IMAGE_OUT_OF_LIMITS;
}

static bool say_variant(const struct image_pixels *pixels, int32_t width, enum image_format format, int descriptor)
{
    struct buf file;
    buf_init(&file, IMAGE_FRAME_MAX);
    const bool said = encode(pixels, format, &file) && frame_variant(descriptor, width, format, buf_str(&file));
    buf_free(&file);
    return said;
}

enum image_result draw_faceless(struct str file, enum obscure_manner manner, enum image_format format, int descriptor)
{
    static struct face_list found;
    struct image_pixels pixels;
    enum image_result result = image_open(file, IMAGE_MASTER, &pixels);
    if (result != IMAGE_OK)
        return result;
    if (face_find(&pixels, &found) != FACE_OK || !obscure(&pixels, found.at, found.n, manner))
        return IMAGE_NO_DETECTOR;
    const bool said = frame_master(descriptor, pixels.width, pixels.height, STR(""), 0, STR("")) && frame_faces(descriptor, &found) &&
                      say_variant(&pixels, pixels.width, format, descriptor) && frame_end(descriptor);
    return said ? IMAGE_OK : IMAGE_OUT_OF_LIMITS;
}

/* A step towards WIDTH, in SMALL, which may be the same memory. Its height is that which the picture of MASTER's sides has there. */
static bool at_width(const struct image_pixels *pixels, struct image_pixels master, int32_t width, struct image_pixels *small)
{
    int32_t w, h;
    image_sides_within(&master, width, false, &w, &h);
    *small = *pixels;
    return (w == pixels->width && h == pixels->height) || image_resize(pixels, w, h, small);
}

/* From the largest of them down, each from the one before. */
static bool say_eager(struct image_pixels pixels, int descriptor)
{
    const struct image_pixels master = pixels;
    for (size_t i = EAGER; i > 0; i--) {
        struct image_pixels small;
        if (!at_width(&pixels, master, image_widths[i - 1], &small) || !say_variant(&small, image_widths[i - 1], FORMAT_WEBP, descriptor))
            return false;
        pixels = small;
    }
    return true;
}

enum image_result draw_obscured(struct str master, const struct face_list *boxes, enum obscure_manner manner, int descriptor)
{
    struct image_pixels pixels;
    enum image_result result = jpeg_read(master, 0, &pixels);
    if (result != IMAGE_OK)
        return result;
    const bool said = obscure(&pixels, boxes->at, boxes->n, manner) && say_master(&pixels, descriptor) && say_eager(pixels, descriptor) &&
                      frame_end(descriptor);
    return said ? IMAGE_OK : IMAGE_OUT_OF_LIMITS;
}

/* The longer side that a picture of these sides needs to be WIDTH wide. */
static int32_t longer_for(const struct jpeg_look *look, int32_t width)
{
    const int64_t longer = look->height > look->width ? look->height : look->width;
    const int64_t needed = (longer * width + look->width - 1) / look->width;
    return needed < longer ? (int32_t)needed : (int32_t)longer;
}

static enum image_result read_for(struct str file, int32_t width, struct image_pixels *out, struct image_pixels *master)
{
    struct jpeg_look look;
    const enum image_result result = jpeg_look_at(file, &look);
    *master = (struct image_pixels){NULL, (int32_t)look.width, (int32_t)look.height};
    return result == IMAGE_OK ? jpeg_read(file, longer_for(&look, width), out) : result;
}

enum image_result draw_variant(struct str master, int32_t width, enum image_format format, int descriptor)
{
    struct image_pixels pixels, small, sides;
    enum image_result result = read_for(master, width, &pixels, &sides);
    if (result != IMAGE_OK)
        return result;
    return at_width(&pixels, sides, width, &small) && say_variant(&small, width, format, descriptor) && frame_end(descriptor) ? IMAGE_OK
                                                                                                                       : IMAGE_OUT_OF_LIMITS;
}

enum image_result draw_widths(struct str file, int quality, bool (*take)(void *with, int32_t width, struct str webp), void *with)
{
    struct image_pixels pixels, small, sides;
    struct buf webp;
    enum image_result result = read_for(file, image_widths[IMAGE_WIDTHS - 1], &pixels, &sides);
    buf_init(&webp, IMAGE_FRAME_MAX);
    for (size_t i = IMAGE_WIDTHS; result == IMAGE_OK && i > 0; i--) {
        buf_clear(&webp);
        if (!at_width(&pixels, sides, image_widths[i - 1], &small) || !webp_write(&small, quality > 0 ? quality : WEBP_QUALITY, WEBP_EFFORT, &webp) ||
            !take(with, image_widths[i - 1], buf_str(&webp)))
            result = IMAGE_OUT_OF_LIMITS;
        if (small.rgb != pixels.rgb)
            free(pixels.rgb);
        pixels = small;
    }
    buf_free(&webp);
    return result;
}
