/* fuzz: nbt. A small model made from bytes, as pictures and as the preview's sections: the first three bytes are its size,
 * the next its number of states, then come those as text up to a NUL, then cells. */
#include <stdlib.h>
#include <string.h>

#include "schematic/sections.h"
#include "schematic/state.h"
#include "schematic/thumb.h"

struct input {
    const uint8_t *p;
    size_t n;
};

static uint8_t take(struct input *input)
{
    if (input->n == 0)
        return 0;
    input->n--;
    return *input->p++;
}

/* Any bytes made into a canonical state, or none. */
static bool take_state(struct input *input, struct buf *state)
{
    const uint8_t *end = input->n ? memchr(input->p, 0, input->n) : NULL;
    size_t n = end ? (size_t)(end - input->p) : input->n;
    struct str written = {(const char *)input->p, n};
    input->p += end ? n + 1 : n;
    input->n -= end ? n + 1 : n;
    buf_clear(state);
    return n > 0 && state_canonical(written, state);
}

static void fill(struct model *model, struct input *input)
{
    enum { STATES = 8 };
    uint16_t states[STATES] = {0};
    struct buf state;
    buf_init(&state, 1 << 12);
    size_t count = take(input) % STATES;
    for (size_t i = 1; i <= count; i++)
        if (take_state(input, &state) && !model_intern(model, buf_str(&state), &states[i]))
            abort();
    buf_free(&state);
    struct model_region *region = model->regions;
    size_t cells = (size_t)region->size[0] * (size_t)region->size[1] * (size_t)region->size[2];
    for (size_t i = 0; i < cells && input->n > 0; i++)
        region->cells[i] = states[take(input) % STATES];
    model_settle(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { PICTURE = 48 };
    struct input input = {data, size};
    int32_t width = take(&input) % 40 + 1, height = take(&input) % 40 + 1, length = take(&input) % 40 + 1;
    struct model *model = model_new(width, height, length);
    fill(model, &input);
    for (enum thumb_view view = THUMB_DIMETRIC; view <= THUMB_TOP; view++) {
        uint8_t *pixels = thumb_draw(model, view, PICTURE);
        struct buf file;
        buf_init(&file, 1 << 20);
        if (!pixels || !thumb_webp(pixels, PICTURE, &file) || !thumb_png(pixels, PICTURE, &file))
            abort();
        buf_free(&file);
        free(pixels);
    }
    struct buf sections;
    buf_init(&sections, 1 << 24);
    if (!sections_write(model, &sections) || sections.n < 16 || memcmp(sections.p, "CURIOSEC", 8) != 0)
        abort();
    buf_free(&sections);
    model_free(model);
    return 0;
}
