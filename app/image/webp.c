#include "image/webp.h"

#include <webp/encode.h>

static int add(const uint8_t *bytes, size_t n, const WebPPicture *picture)
{
    struct buf *out = picture->custom_ptr;
    buf_add_bytes(out, bytes, n);
    return !out->failed;
}

bool webp_write(const struct image_pixels *pixels, int quality, int effort, struct buf *out)
{
    WebPConfig config;
    WebPPicture picture;
    if (!WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, (float)quality) || !WebPPictureInit(&picture))
        return false;
    config.method = effort;
    picture.width = pixels->width;
    picture.height = pixels->height;
    picture.writer = add;
    picture.custom_ptr = out;
    const bool written = WebPPictureImportRGB(&picture, pixels->rgb, 3 * pixels->width) && WebPEncode(&config, &picture);
    WebPPictureFree(&picture);
    return written && !out->failed;
}
