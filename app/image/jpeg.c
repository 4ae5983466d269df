#include "image/jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum { PIXELS_MOST = 200 * 1000 * 1000, SCALES = 8, EXIF_MOST = 65536, WARNINGS_MOST = 0 };

struct failing {
    struct jpeg_error_mgr manager;
    jmp_buf out;
};

static _Noreturn void fail(j_common_ptr info)
{
    longjmp(((struct failing *)(void *)info->err)->out, 1);
}

static void say_nothing(j_common_ptr info)
{
    (void)info;
}

/* What cameras leave between segments is no damage; all else that libjpeg warns of is. Traces are dropped. */
static void count(j_common_ptr info, int level)
{
    if (level < 0 && info->err->msg_code != JWRN_EXTRANEOUS_DATA)
        info->err->num_warnings++;
}

static void fail_into(struct jpeg_decompress_struct *info, struct failing *failing)
{
    info->err = jpeg_std_error(&failing->manager);
    failing->manager.error_exit = fail;
    failing->manager.output_message = say_nothing;
    failing->manager.emit_message = count;
}

static uint32_t number(const uint8_t *at, size_t bytes, bool little)
{
    uint32_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n |= (uint32_t)at[i] << 8 * (little ? i : bytes - 1 - i);
    return n;
}

/* The orientation in the first folder of a TIFF structure (EXIF 2.32, 4.6.4), or 1. */
static int orientation_of(const uint8_t *tiff, size_t n)
{
    if (n < 14 || !((tiff[0] == 'I' && tiff[1] == 'I') || (tiff[0] == 'M' && tiff[1] == 'M')))
        return 1;
    const bool little = tiff[0] == 'I';
    const size_t folder = number(tiff + 4, 4, little);
    if (folder > n - 2)
        return 1;
    const size_t entries = number(tiff + folder, 2, little);
    for (size_t i = 0; i < entries && folder + 2 + 12 * (i + 1) <= n; i++) {
        const uint8_t *entry = tiff + folder + 2 + 12 * i;
        const uint32_t value = number(entry + 8, 2, little);
        if (number(entry, 2, little) == 0x0112)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

static int find_orientation(const struct jpeg_decompress_struct *info)
{
    for (jpeg_saved_marker_ptr marker = info->marker_list; marker; marker = marker->next)
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 && memcmp(marker->data, "Exif\0\0", 6) == 0)
            return orientation_of(marker->data + 6, marker->data_length - 6);
    return 1;
}

static bool plain(const struct jpeg_decompress_struct *info)
{
    return info->data_precision == 8 && (info->jpeg_color_space == JCS_YCbCr || info->jpeg_color_space == JCS_GRAYSCALE || info->jpeg_color_space == JCS_RGB);
}

static struct str profile_of(struct jpeg_decompress_struct *info)
{
    JOCTET *bytes = NULL;
    unsigned n = 0;
    return jpeg_read_icc_profile(info, &bytes, &n) ? (struct str){(const char *)bytes, n} : STR_NULL;
}

enum image_result jpeg_look_at(struct str file, struct jpeg_look *out)
{
    struct jpeg_decompress_struct info = {0};
    struct failing failing;
    fail_into(&info, &failing);
    if (setjmp(failing.out)) {
        jpeg_destroy_decompress(&info);
        return IMAGE_BROKEN;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, (const unsigned char *)file.p, file.n);
    jpeg_save_markers(&info, JPEG_APP0 + 1, EXIF_MOST);
    jpeg_save_markers(&info, JPEG_APP0 + 2, EXIF_MOST);
    jpeg_read_header(&info, TRUE);
    *out = (struct jpeg_look){info.image_width, info.image_height, find_orientation(&info), plain(&info), profile_of(&info)};
    jpeg_destroy_decompress(&info);
    return out->width > IMAGE_AXIS_MAX || out->height > IMAGE_AXIS_MAX ? IMAGE_TOO_LARGE : IMAGE_OK;
}

/* Eighths of the file's size: as few as leave LEAST on the longer side. */
static unsigned eighths(const struct jpeg_decompress_struct *info, int32_t least)
{
    const uint64_t longest = info->image_width > info->image_height ? info->image_width : info->image_height;
    for (unsigned eighth = 1; least > 0 && eighth < SCALES; eighth++)
        if (longest * eighth >= (uint64_t)least * SCALES)
            return eighth;
    return SCALES;
}

static enum image_result read_rows(struct jpeg_decompress_struct *info, struct image_pixels *out)
{
    jpeg_start_decompress(info);
    const size_t row = (size_t)info->output_width * 3;
    out->width = (int32_t)info->output_width;
    out->height = (int32_t)info->output_height;
    out->rgb = malloc(row * info->output_height);
    if (!out->rgb)
        return IMAGE_OUT_OF_LIMITS;
    while (info->output_scanline < info->output_height) {
        JSAMPROW into = out->rgb + row * info->output_scanline;
        jpeg_read_scanlines(info, &into, 1);
    }
    jpeg_finish_decompress(info);
    return info->err->num_warnings > WARNINGS_MOST ? IMAGE_BROKEN : IMAGE_OK;
}

enum image_result jpeg_read(struct str file, int32_t least, struct image_pixels *out)
{
    struct jpeg_decompress_struct info = {0};
    struct failing failing;
    out->rgb = NULL;
    fail_into(&info, &failing);
    if (setjmp(failing.out)) {
        jpeg_destroy_decompress(&info);
        return IMAGE_BROKEN;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, (const unsigned char *)file.p, file.n);
    jpeg_read_header(&info, TRUE);
    info.scale_num = eighths(&info, least);
    info.scale_denom = SCALES;
    info.out_color_space = JCS_RGB;
    info.dct_method = JDCT_ISLOW;
    jpeg_calc_output_dimensions(&info);
    enum image_result result = IMAGE_OUT_OF_LIMITS;
    if ((uint64_t)info.output_width * info.output_height <= PIXELS_MOST / 3)
        result = read_rows(&info, out);
    jpeg_destroy_decompress(&info);
    return result;
}

static void write_rows(struct jpeg_compress_struct *info, const struct image_pixels *pixels)
{
    const size_t row = (size_t)pixels->width * 3;
    while (info->next_scanline < info->image_height) {
        JSAMPROW from = pixels->rgb + row * info->next_scanline;
        jpeg_write_scanlines(info, &from, 1);
    }
}

static void arrange(struct jpeg_compress_struct *info, const struct image_pixels *pixels, int quality)
{
    info->image_width = (JDIMENSION)pixels->width;
    info->image_height = (JDIMENSION)pixels->height;
    info->input_components = 3;
    info->in_color_space = JCS_RGB;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, quality, TRUE);
    info->write_JFIF_header = FALSE;
    info->optimize_coding = TRUE;
}

bool jpeg_write(const struct image_pixels *pixels, int quality, struct buf *out)
{
    struct jpeg_compress_struct info = {0};
    struct failing failing;
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    info.err = jpeg_std_error(&failing.manager);
    failing.manager.error_exit = fail;
    failing.manager.output_message = say_nothing;
    if (setjmp(failing.out)) {
        jpeg_destroy_compress(&info);
        return false;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &bytes, &n);
    arrange(&info, pixels, quality);
    jpeg_start_compress(&info, TRUE);
    write_rows(&info, pixels);
    jpeg_finish_compress(&info);
    buf_add_bytes(out, bytes, n);
    jpeg_destroy_compress(&info);
    free(bytes);
    return !out->failed;
}

/* SOF0 to SOF2, DHT, DQT, DRI, SOS and what stands alone. Without JFIF's own segment decoders take three components for YCbCr. */
static bool segment_is_pixels(uint8_t marker)
{
    return (marker >= 0xc0 && marker <= 0xc2) || marker == 0xc4 || marker == 0xda || marker == 0xdb || marker == 0xdd;
}

/* Past a scan's data: the next marker that is no restart, or the end. */
static size_t after_scan(struct str file, size_t at)
{
    const uint8_t *bytes = (const uint8_t *)file.p;
    while (at + 1 < file.n && !(bytes[at] == 0xff && bytes[at + 1] != 0 && (bytes[at + 1] < 0xd0 || bytes[at + 1] > 0xd7)))
        at++;
    return at;
}

bool jpeg_bare(struct str file)
{
    const uint8_t *bytes = (const uint8_t *)file.p;
    size_t at = 2;
    if (file.n < 4 || bytes[0] != 0xff || bytes[1] != 0xd8)
        return false;
    while (at + 4 <= file.n && bytes[at] == 0xff && segment_is_pixels(bytes[at + 1])) {
        const bool scan = bytes[at + 1] == 0xda;
        at += 2 + number(bytes + at + 2, 2, false);
        if (scan)
            at = after_scan(file, at);
    }
    return at + 2 == file.n && bytes[at] == 0xff && bytes[at + 1] == 0xd9;
}
