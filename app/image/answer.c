#include "image/answer.h"

#include <string.h>

/* "CURIOPIC", then width, height and the two lengths as 32 bits each, then the two files. */
static const struct str magic = {"CURIOPIC", 8};
enum { HEADER = 24, RIFF_HEADER = 12, CHUNK_HEADER = 8 };

const char *image_reason(enum image_result result)
{
    switch (result) {
    case IMAGE_OK:
    case IMAGE_NO_START:
    case IMAGE_NO_DETECTOR:
        return NULL;
    case IMAGE_NOT_A_PICTURE:
        return "not-a-picture";
    case IMAGE_UNSUPPORTED_FORMAT:
        return "unsupported-format";
    case IMAGE_TOO_LARGE:
        return "too-large";
    case IMAGE_BROKEN:
        return "broken";
    case IMAGE_OUT_OF_LIMITS:
        return "out-of-limits";
    }
    return NULL;
}

static void add_number(struct buf *out, uint32_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(n >> shift & 0xff));
}

static uint32_t number_at(struct str bytes, size_t at)
{
    uint32_t n = 0;
    for (size_t i = at; i < at + 4; i++)
        n = n << 8 | (uint8_t)bytes.p[i];
    return n;
}

/* RIFF counts the other way round. */
static uint32_t little_at(struct str bytes, size_t at)
{
    return __builtin_bswap32(number_at(bytes, at));
}

void image_answer_write(struct buf *out, const struct image_answer *answer)
{
    buf_add(out, magic);
    add_number(out, (uint32_t)answer->width);
    add_number(out, (uint32_t)answer->height);
    add_number(out, (uint32_t)answer->large.n);
    add_number(out, (uint32_t)answer->small.n);
    buf_add(out, answer->large);
    buf_add(out, answer->small);
}

static bool pixels_only(struct str name)
{
    static const char names[][5] = {"VP8 ", "VP8L", "VP8X", "ALPH"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (memcmp(name.p, names[i], 4) == 0)
            return true;
    return false;
}

bool image_webp_bare(struct str file)
{
    if (file.n < RIFF_HEADER + CHUNK_HEADER || memcmp(file.p, "RIFF", 4) != 0 || memcmp(file.p + 8, "WEBP", 4) != 0)
        return false;
    if (little_at(file, 4) != file.n - 8)
        return false;
    size_t at = RIFF_HEADER;
    while (file.n - at >= CHUNK_HEADER) {
        const size_t length = little_at(file, at + 4), padded = length + length % 2;
        if (!pixels_only((struct str){file.p + at, 4}) || padded > file.n - at - CHUNK_HEADER)
            return false;
        at += CHUNK_HEADER + padded;
    }
    return at == file.n;
}

static bool side_fits(uint32_t side)
{
    return side > 0 && side <= IMAGE_LARGE;
}

bool image_answer_read(struct str frame, struct image_answer *out)
{
    if (frame.n < HEADER || memcmp(frame.p, magic.p, magic.n) != 0)
        return false;
    const uint32_t width = number_at(frame, 8), height = number_at(frame, 12);
    const size_t large = number_at(frame, 16), small = number_at(frame, 20);
    if (!side_fits(width) || !side_fits(height) || large + small != frame.n - HEADER)
        return false;
    *out = (struct image_answer){(int32_t)width, (int32_t)height, {frame.p + HEADER, large}, {frame.p + HEADER + large, small}};
    return image_webp_bare(out->large) && image_webp_bare(out->small);
}
