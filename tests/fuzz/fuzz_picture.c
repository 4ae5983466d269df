/* fuzz: image. What curio-image answers, as the asking side reads it, and which format a file claims to be. */
#include "image/answer.h"
#include "image/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct str whole, struct str part)
{
    if (part.p < whole.p || part.p + part.n > whole.p + whole.n) __builtin_trap();
    if (!image_webp_bare(part)) __builtin_trap();
}

/* What is believed lies inside the frame and is bare; a picture is of a known kind, or there is a word for why it is none. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str bytes = {(const char *)data, size};
    struct image_answer answer;
    enum image_kind kind;
    if (image_answer_read(bytes, &answer)) {
        inside(bytes, answer.large);
        inside(bytes, answer.small);
        if (answer.width > IMAGE_LARGE || answer.height > IMAGE_LARGE) __builtin_trap();
    }
    const enum image_result result = image_kind(bytes, &kind);
    if (result == IMAGE_OK ? kind >= KIND_COUNT : image_reason(result) == NULL) __builtin_trap();
    (void)image_webp_bare(bytes);
    return 0;
}
