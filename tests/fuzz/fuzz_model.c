/* fuzz: nbt. Loads any bytes as a build: a model has the hash and the blocks that are worked out as the build streams by. */
#include <assert.h>

#include "schematic/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { ARENA = 64 << 20, BLOCKS_MAX = 1 << 22 };
    const struct schematic_budget budget = {.bytes = 1 << 24, .nodes = 1 << 18, .blocks = BLOCKS_MAX};
    struct arena *arena = arena_new(ARENA);
    struct schematic_input input = schematic_input_bytes(arena, (struct str){(const char *)data, size});
    struct schematic_refusal refusal;
    struct schematic_study study;
    struct model *model;
    if (model_load(&budget, BLOCKS_MAX, &input, &model, &refusal) == SCHEMATIC_OK) {
        assert(input.rewind(input.with));
        assert(schematic_study(arena, &budget, &input, &study, &refusal) == SCHEMATIC_OK);
        assert(model->facts.blocks == study.facts.blocks);
        assert(sha256_eq(model_hash(model), study.hash));
        model_flat(model, BLOCKS_MAX);
        model_free(model);
    }
    arena_free(arena);
    return 0;
}
