/* fuzz: nbt. Any bytes as an uploaded build: raw, zlib or gzip. The seeds are raw, so that the fuzzer need not find
 * compression first. */
#include <stdlib.h>
#include <string.h>

#include "schematic/inspect.h"

struct input {
    const uint8_t *p;
    size_t n, at;
};

static ptrdiff_t read_input(void *with, void *into, size_t size)
{
    struct input *input = with;
    size_t n = input->n - input->at < size ? input->n - input->at : size;
    if (n > 0)
        memcpy(into, input->p + input->at, n);
    input->at += n;
    return (ptrdiff_t)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct schematic_budget budget = {.bytes = 1 << 22, .nodes = 1 << 18, .blocks = 1 << 26};
    struct schematic_facts facts;
    struct schematic_refusal refusal;
    struct input input = {data, size, 0};
    struct arena *arena = arena_new(1 << 20);
    enum schematic_result result = schematic_inspect(arena, &budget, read_input, &input, &facts, &refusal);
    if (result == SCHEMATIC_READ_FAILED)
        abort();
    if (result == SCHEMATIC_OK && (facts.format == SCHEMATIC_UNKNOWN || facts.width <= 0 || facts.blocks < 0 || input.at != size))
        abort();
    if (result == SCHEMATIC_REFUSED && (!refusal.reason || !schematic_reason_says(refusal.reason) || refusal.offset < 0))
        abort();
    arena_free(arena);
    return 0;
}
