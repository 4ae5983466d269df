#include "image/heif.h"

#include <stdlib.h>
#include <string.h>

#include <libheif/heif.h>

enum { PIXELS_MOST = 40 * 1000 * 1000, SAMPLE = 16, BRANDS_MOST = 64 };

static bool good(struct heif_error error)
{
    return error.code == heif_error_Ok;
}

/* ISO 14496-12, 4.3: the size of the box, "ftyp", the main brand, a version, the brands it keeps to. */
bool heif_is(struct str start)
{
    static const char brands[][5] = {"avif", "avis", "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"};
    if (start.n < 12 || memcmp(start.p + 4, "ftyp", 4) != 0)
        return false;
    for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
        if (memcmp(start.p + 8, brands[i], 4) == 0)
            return true;
    return false;
}

static struct str profile_of(const struct heif_image_handle *handle)
{
    const size_t n = heif_image_handle_get_raw_color_profile_size(handle);
    char *bytes = n > 0 && n < 4 << 20 ? malloc(n) : NULL;
    if (bytes && good(heif_image_handle_get_raw_color_profile(handle, bytes)))
        return (struct str){bytes, n};
    free(bytes);
    return STR_NULL;
}

static enum image_result copy(const struct heif_image *image, struct image_pixels *out)
{
    int stride = 0;
    const uint8_t *from = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    out->width = heif_image_get_width(image, heif_channel_interleaved);
    out->height = heif_image_get_height(image, heif_channel_interleaved);
    if (!from || out->width < 1 || out->height < 1)
        return IMAGE_BROKEN;
    const size_t row = (size_t)out->width * 3;
    out->rgb = malloc(row * (size_t)out->height);
    for (int32_t y = 0; out->rgb && y < out->height; y++)
        memcpy(out->rgb + row * (size_t)y, from + (size_t)stride * (size_t)y, row);
    return out->rgb ? IMAGE_OK : IMAGE_OUT_OF_LIMITS;
}

static enum image_result decode(const struct heif_image_handle *handle, struct image_pixels *out, struct str *profile)
{
    const int64_t width = heif_image_handle_get_width(handle), height = heif_image_handle_get_height(handle);
    struct heif_image *image = NULL;
    if (width > IMAGE_AXIS_MAX || height > IMAGE_AXIS_MAX)
        return IMAGE_TOO_LARGE;
    if (width * height > PIXELS_MOST)
        return IMAGE_OUT_OF_LIMITS;
    const struct heif_error error = heif_decode_image(handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL);
    enum image_result result = error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype ? IMAGE_UNSUPPORTED_FORMAT
                               : error.code == heif_error_Memory_allocation_error                                            ? IMAGE_OUT_OF_LIMITS
                                                                                                                              : IMAGE_BROKEN;
    if (good(error))
        result = copy(image, out);
    *profile = profile_of(handle);
    if (image)
        heif_image_release(image);
    return result;
}

enum image_result heif_read(struct str file, struct image_pixels *out, struct str *profile)
{
    struct heif_context *context = heif_context_alloc();
    struct heif_image_handle *handle = NULL;
    enum image_result result = IMAGE_BROKEN;
    out->rgb = NULL;
    *profile = STR_NULL;
    if (!context)
        return IMAGE_OUT_OF_LIMITS;
    heif_context_set_max_decoding_threads(context, 0);
    if (good(heif_context_read_from_memory_without_copy(context, file.p, file.n, NULL)) && good(heif_context_get_primary_image_handle(context, &handle)))
        result = decode(handle, out, profile);
    if (handle)
        heif_image_handle_release(handle);
    heif_context_free(context);
    return result;
}

static struct heif_error add(struct heif_context *context, const void *bytes, size_t n, void *with)
{
    static const struct heif_error done = {heif_error_Ok, heif_suberror_Unspecified, "done"};
    static const struct heif_error full = {heif_error_Encoding_error, heif_suberror_Unspecified, "too much"};
    struct buf *out = with;
    (void)context;
    buf_add_bytes(out, bytes, n);
    return out->failed ? full : done;
}

static struct heif_image *picture_of(const struct image_pixels *pixels)
{
    struct heif_image *image = NULL;
    int stride = 0;
    if (!good(heif_image_create(pixels->width, pixels->height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image)))
        return NULL;
    if (!good(heif_image_add_plane(image, heif_channel_interleaved, pixels->width, pixels->height, 8))) {
        heif_image_release(image);
        return NULL;
    }
    uint8_t *into = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    const size_t row = (size_t)pixels->width * 3;
    for (int32_t y = 0; y < pixels->height; y++)
        memcpy(into + (size_t)stride * (size_t)y, pixels->rgb + row * (size_t)y, row);
    return image;
}

static bool encode(struct heif_context *context, struct heif_encoder *encoder, const struct image_pixels *pixels, struct buf *out)
{
    struct heif_writer writer = {.writer_api_version = 1, .write = add};
    struct heif_image_handle *handle = NULL;
    struct heif_image *image = picture_of(pixels);
    const bool written = image && good(heif_context_encode_image(context, image, encoder, NULL, &handle)) &&
                         good(heif_context_write(context, &writer, out)) && !out->failed;
    if (handle)
        heif_image_handle_release(handle);
    if (image)
        heif_image_release(image);
    return written;
}

bool heif_write(const struct image_pixels *pixels, int quality, int speed, struct buf *out)
{
    struct heif_context *context = heif_context_alloc();
    struct heif_encoder *encoder = NULL;
    bool written = false;
    if (context && good(heif_context_get_encoder_for_format(context, heif_compression_AV1, &encoder))) {
        (void)heif_encoder_set_parameter_integer(encoder, "speed", speed); /* encoders that have no such thing are fast or slow as they are */
        (void)heif_encoder_set_parameter_integer(encoder, "threads", 1);
        written = good(heif_encoder_set_lossy_quality(encoder, quality)) && encode(context, encoder, pixels, out);
    }
    if (encoder)
        heif_encoder_release(encoder);
    if (context)
        heif_context_free(context);
    return written;
}

bool heif_prepare(void)
{
    static uint8_t grey[SAMPLE * SAMPLE * 3];
    struct image_pixels back;
    struct str profile;
    struct buf file;
    buf_init(&file, 1 << 16);
    const bool there = heif_write(&(struct image_pixels){grey, SAMPLE, SAMPLE}, 50, 9, &file) && heif_read(buf_str(&file), &back, &profile) == IMAGE_OK;
    buf_free(&file);
    return there;
}
