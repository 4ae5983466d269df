#include <webp/encode.h>

#include "core/memory.h"
#include "schematic/thumb.h"

static int add(const uint8_t *bytes, size_t n, const WebPPicture *picture)
{
    struct buf *out = picture->custom_ptr;
    buf_add_bytes(out, bytes, n);
    return !out->failed;
}

bool thumb_webp(const uint8_t *rgba, int size, struct buf *out)
{
    enum { EFFORT = 1 /* of 9: more costs twice the time and saves a tenth */ };
    WebPConfig config;
    WebPPicture picture;
    if (!WebPConfigInit(&config) || !WebPConfigLosslessPreset(&config, EFFORT) || !WebPPictureInit(&picture))
        return false;
    picture.use_argb = 1;
    picture.width = size;
    picture.height = size;
    picture.writer = add;
    picture.custom_ptr = out;
    if (!WebPPictureImportRGBA(&picture, rgba, 4 * size))
        memory_end("out of memory");
    bool done = WebPEncode(&config, &picture) && !out->failed;
    WebPPictureFree(&picture);
    return done;
}
