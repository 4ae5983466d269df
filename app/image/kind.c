#include "image/kind.h"

#include <string.h>

#define AT(offset, text) {offset, text, sizeof(text) - 1}

struct signature {
    size_t offset;
    const char *bytes;
    size_t n;
};

static const struct {
    struct signature signature;
    enum image_kind kind;
} kinds[] = {
    {AT(0, "\xff\xd8\xff"), KIND_JPEG}, {AT(0, "\x89PNG\r\n\x1a\n"), KIND_PNG}, {AT(8, "WEBP"), KIND_WEBP},
    {AT(0, "GIF87a"), KIND_GIF},        {AT(0, "GIF89a"), KIND_GIF},
};

/* Pictures that are not taken, so that people are told so and not that it is none. */
static const struct signature others[] = {
    AT(0, "BM"),         AT(0, "II*\0"),      AT(0, "MM\0*"),       AT(0, "<svg"),        AT(0, "<?xml"),           AT(0, "8BPS"),
    AT(0, "%!PS"),       AT(0, "%PDF"),       AT(0, "\0\0\1\0"),    AT(0, "gimp xcf"),    AT(0, "\xff\x0a"),        AT(4, "JXL "),
    AT(4, "jP  "),       AT(0, "qoif"),       AT(0, "P3\n"),        AT(0, "P6\n"),        AT(4, "ftyp"),            AT(0, "\x8aMNG"),
    AT(0, "#?RADIANCE"), AT(0, "v/1\1"),      AT(0, "DDS "),
};

static bool has(struct str bytes, const struct signature *signature)
{
    return bytes.n >= signature->offset + signature->n && memcmp(bytes.p + signature->offset, signature->bytes, signature->n) == 0;
}

/* Before the decoder refuses it in words of its own. */
static bool png_too_large(struct str bytes)
{
    uint32_t side[2] = {0};
    if (bytes.n < 24)
        return false;
    for (size_t i = 0; i < 8; i++)
        side[i / 4] = side[i / 4] << 8 | (uint8_t)bytes.p[16 + i];
    return side[0] > IMAGE_AXIS_MAX || side[1] > IMAGE_AXIS_MAX;
}

enum image_result image_kind(struct str bytes, enum image_kind *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!has(bytes, &kinds[i].signature))
            continue;
        *out = kinds[i].kind;
        return *out == KIND_PNG && png_too_large(bytes) ? IMAGE_TOO_LARGE : IMAGE_OK;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (has(bytes, &others[i]))
            return IMAGE_UNSUPPORTED_FORMAT;
    return IMAGE_NOT_A_PICTURE;
}
