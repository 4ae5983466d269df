#include "image/frame.h"

#include <assert.h>
#include <string.h>

#include "image/answer.h"
#include "image/descriptor.h"
#include "image/jpeg.h"

const int32_t image_widths[IMAGE_WIDTHS] = {160, 320, 640, 1280, 1920};

/* A part: what it is, two numbers, a length, as 32 bits each; then so many bytes. */
enum part { PART_MASTER = 1, PART_LOOK, PART_FACES, PART_VARIANT, PART_END };
enum { HEADER = 16, FACE = 20, PREVIEW_MOST = 2048, SCORE_UNIT = 1000000 };

static const struct {
    const char *suffix, *type;
} formats[] = {[FORMAT_WEBP] = {"webp", "image/webp"}, [FORMAT_JPEG] = {"jpg", "image/jpeg"}, [FORMAT_AVIF] = {"avif", "image/avif"}};
static_assert(sizeof formats / sizeof *formats == FORMAT_COUNT, "names for each format");

const char *image_format_suffix(enum image_format format)
{
    return formats[format].suffix;
}

const char *image_format_type(enum image_format format)
{
    return formats[format].type;
}

static void put(char *at, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(n >> (24 - 8 * i) & 0xff);
}

static uint32_t get(const char *at)
{
    uint32_t n = 0;
    for (int i = 0; i < 4; i++)
        n = n << 8 | (uint8_t)at[i];
    return n;
}

static bool say(int descriptor, enum part part, uint32_t a, uint32_t b, struct str bytes)
{
    char header[HEADER];
    put(header, part);
    put(header + 4, a);
    put(header + 8, b);
    put(header + 12, (uint32_t)bytes.n);
    return descriptor_write(descriptor, (struct str){header, HEADER}) && descriptor_write(descriptor, bytes);
}

bool frame_master(int descriptor, int32_t width, int32_t height, struct str jpeg, uint32_t colour, struct str preview)
{
    return say(descriptor, PART_MASTER, (uint32_t)width, (uint32_t)height, jpeg) && say(descriptor, PART_LOOK, colour, 0, preview);
}

bool frame_faces(int descriptor, const struct face_list *faces)
{
    static char bytes[FACES_MAX * FACE];
    for (size_t i = 0; i < faces->n; i++) {
        const struct face_box *box = &faces->at[i];
        char *at = bytes + i * FACE;
        put(at, (uint32_t)box->x);
        put(at + 4, (uint32_t)box->y);
        put(at + 8, (uint32_t)box->width);
        put(at + 12, (uint32_t)box->height);
        put(at + 16, (uint32_t)(box->score < 0 ? 0 : box->score > 1 ? SCORE_UNIT : box->score * SCORE_UNIT));
    }
    return say(descriptor, PART_FACES, (uint32_t)faces->n, 0, (struct str){bytes, faces->n * FACE});
}

bool frame_variant(int descriptor, int32_t width, enum image_format format, struct str file)
{
    return say(descriptor, PART_VARIANT, (uint32_t)width, format, file);
}

bool frame_end(int descriptor)
{
    return say(descriptor, PART_END, 0, 0, STR(""));
}

static bool side_fits(uint32_t side)
{
    return side > 0 && side <= IMAGE_MASTER;
}

/* Boxes of AVIF that hold what is no pixel. */
static bool avif_bare(struct str file)
{
    static const char *const names[] = {"Exif", "mime", "rICC", "prof"};
    if (file.n < 12 || memcmp(file.p + 4, "ftypavif", 8) != 0)
        return false;
    const struct str start = str_slice(file, 0, 1024); /* the boxes before the picture's own data */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_find(start, str_of(names[i])) >= 0)
            return false;
    return true;
}

static bool bare(enum image_format format, struct str file)
{
    switch (format) {
    case FORMAT_WEBP:
        return image_webp_bare(file);
    case FORMAT_JPEG:
        return jpeg_bare(file);
    case FORMAT_AVIF:
        return avif_bare(file);
    case FORMAT_COUNT:
        break;
    }
    return false;
}

static bool take_master(struct drawn *out, uint32_t width, uint32_t height, struct str bytes)
{
    out->width = (int32_t)width;
    out->height = (int32_t)height;
    out->master = bytes;
    return side_fits(width) && side_fits(height) && (bytes.n == 0 || jpeg_bare(bytes));
}

static bool take_look(struct drawn *out, uint32_t colour, struct str bytes)
{
    out->colour = colour;
    out->preview = bytes;
    return colour <= 0xffffff && bytes.n <= PREVIEW_MOST && (bytes.n == 0 || image_webp_bare(bytes));
}

static bool take_faces(struct drawn *out, uint32_t count, struct str bytes)
{
    if (count > FACES_MAX || bytes.n != count * FACE)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const char *at = bytes.p + i * FACE;
        const uint64_t x = get(at), y = get(at + 4), width = get(at + 8), height = get(at + 12), score = get(at + 16);
        if (width == 0 || height == 0 || x + width > (uint64_t)out->width || y + height > (uint64_t)out->height || score > SCORE_UNIT)
            return false;
        out->faces.at[i] = (struct face_box){(int32_t)x, (int32_t)y, (int32_t)width, (int32_t)height, (float)score / SCORE_UNIT};
    }
    out->faces.n = count;
    return out->looked = true;
}

static bool take_variant(struct drawn *out, uint32_t width, uint32_t format, struct str bytes)
{
    if (!side_fits(width) || format >= FORMAT_COUNT || out->variant_count > IMAGE_WIDTHS || !bare((enum image_format)format, bytes))
        return false;
    out->variants[out->variant_count++] = (struct drawn_variant){(int32_t)width, (enum image_format)format, bytes};
    return true;
}

static bool take(struct drawn *out, uint32_t part, uint32_t a, uint32_t b, struct str bytes)
{
    switch (part) {
    case PART_MASTER:
        return take_master(out, a, b, bytes);
    case PART_LOOK:
        return take_look(out, a, bytes);
    case PART_FACES:
        return take_faces(out, a, bytes);
    case PART_VARIANT:
        return take_variant(out, a, b, bytes);
    case PART_END:
        return out->whole = bytes.n == 0;
    default:
        return false;
    }
}

bool frame_read(struct str frame, struct drawn *out)
{
    memset(out, 0, sizeof *out);
    while (frame.n >= HEADER && !out->whole) {
        const size_t n = get(frame.p + 12);
        if (n > frame.n - HEADER)
            return true; /* it did not come to its end */
        if (!take(out, get(frame.p), get(frame.p + 4), get(frame.p + 8), str_slice(frame, HEADER, HEADER + n)))
            return false;
        frame = str_slice(frame, HEADER + n, frame.n);
    }
    return frame.n == 0 || !out->whole;
}
