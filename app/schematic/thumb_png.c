#include <png.h>
#include <stdlib.h>

#include "core/memory.h"
#include "schematic/thumb.h"

bool thumb_png(const uint8_t *rgba, int size, struct buf *out)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)size, .height = (png_uint_32)size, .format = PNG_FORMAT_RGBA};
    png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *bytes = memory_new(n);
    bool done = png_image_write_to_memory(&image, bytes, &n, 0, rgba, 0, NULL);
    if (done)
        buf_add_bytes(out, bytes, n);
    free(bytes);
    return done && !out->failed;
}
