#include "core/base64.h"

static const char alphabets[][65] = {
    [BASE64_PADDED] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    [BASE64_URL] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

size_t base64_length(enum base64_kind kind, size_t bytes)
{
    return kind == BASE64_PADDED ? (bytes + 2) / 3 * 4 : bytes / 3 * 4 + (bytes % 3 ? bytes % 3 + 1 : 0);
}

void base64_write(enum base64_kind kind, struct str bytes, char *out)
{
    const char *alphabet = alphabets[kind];
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i < 3 ? bytes.n - i : 3;
        uint32_t group = 0;
        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (j < left ? (uint8_t)bytes.p[i + j] : 0U);
        for (size_t j = 0; j < 4; j++, group <<= 6)
            if (j <= left)
                *out++ = alphabet[group >> 18 & 63];
            else if (kind == BASE64_PADDED)
                *out++ = '=';
    }
}

size_t base64_bytes(struct str text)
{
    return text.n / 4 * 3 + (text.n % 4 ? text.n % 4 - 1 : 0);
}

static int digit_of(char c)
{
    const char *at = c ? strchr(alphabets[BASE64_URL], c) : NULL;
    return at ? (int)(at - alphabets[BASE64_URL]) : -1;
}

bool base64url_read(struct str text, uint8_t *out)
{
    if (text.n % 4 == 1)
        return false;
    uint32_t bits = 0;
    unsigned count = 0; /* of bits not written yet */
    for (size_t i = 0; i < text.n; i++) {
        int digit = digit_of(text.p[i]);
        if (digit < 0)
            return false;
        bits = (bits << 6 | (uint32_t)digit) & 0xFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            *out++ = (uint8_t)(bits >> count);
        }
    }
    return (bits & ((1U << count) - 1)) == 0; /* else another text would stand for the same bytes */
}
