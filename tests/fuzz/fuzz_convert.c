/* fuzz: nbt. Any bytes as a build, written in every format and read again: nothing may be gone that the report does not name. */
#include "fuzz/convert_check.h"

enum { FILE_MAX = 1 << 24, BLOCKS_MAX = 1 << 16 };

static const struct schematic_budget read_budget = {.bytes = 1 << 20, .nodes = 1 << 16, .blocks = 1 << 20, .axis = 1 << 10};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 24);
    struct schematic_refusal why;
    struct model *model = NULL;
    struct schematic_input input = schematic_input_bytes(arena, (struct str){(const char *)data, size});
    if (model_load(&read_budget, BLOCKS_MAX, &input, &model, &why) == SCHEMATIC_OK)
        for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
            check_conversion(model, target, FILE_MAX);
    model_free(model);
    arena_free(arena);
    return 0;
}
