/* fuzz: image. What a drawing process says, as its worker reads it, and which format a file claims to be. */
#include "image/frame.h"
#include "image/jpeg.h"
#include "image/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct str whole, struct str part)
{
    if (part.n > 0 && (part.p < whole.p || part.p + part.n > whole.p + whole.n)) __builtin_trap();
}

/* What is believed lies inside the frame and is bare; a picture is of a known kind, or there is a word for why it is none. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct drawn drawn;
    const struct str bytes = {(const char *)data, size};
    enum image_kind kind;
    if (frame_read(bytes, &drawn)) {
        inside(bytes, drawn.master);
        inside(bytes, drawn.preview);
        for (size_t i = 0; i < drawn.variant_count; i++)
            inside(bytes, drawn.variants[i].file);
        if (drawn.master.n > 0 && !jpeg_bare(drawn.master)) __builtin_trap();
        if (drawn.width > IMAGE_MASTER || drawn.height > IMAGE_MASTER || drawn.faces.n > FACES_MAX) __builtin_trap();
    }
    const enum image_result result = image_kind(bytes, &kind);
    if (result == IMAGE_OK ? kind >= KIND_COUNT : image_reason(result) == NULL) __builtin_trap();
    (void)image_webp_bare(bytes);
    return 0;
}
