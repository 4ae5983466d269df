#include "image/answer.h"

#include <string.h>

enum { RIFF_HEADER = 12, CHUNK_HEADER = 8 };

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

/* RIFF's numbers begin with their lowest byte. */
static uint32_t little_at(struct str bytes, size_t at)
{
    uint32_t n = 0;
    for (size_t i = at + 4; i > at; i--)
        n = n << 8 | (uint8_t)bytes.p[i - 1];
    return n;
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
