/* fuzz: nbt. Any bytes as an uploaded build: raw, zlib or gzip. The seeds are raw, so that the fuzzer need not find
 * compression first. */
#include <stdlib.h>

#include "schematic/inspect.h"

/* Whatever texts a file holds, the manifest comes out as JSON. */
static void check_json(const struct manifest *manifest)
{
    struct buf json;
    buf_init(&json, 1 << 20);
    manifest_json(manifest, &json);
    if (json.failed)
        abort();
    buf_free(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct schematic_budget budget = {.bytes = 1 << 22, .nodes = 1 << 18, .blocks = 1 << 26};
    struct schematic_study study;
    struct schematic_refusal refusal;
    struct arena *arena = arena_new(8 << 20);
    struct schematic_input input = schematic_input_bytes(arena, (struct str){(const char *)data, size});
    enum schematic_result result = schematic_study(arena, &budget, &input, &study, &refusal);
    const struct schematic_facts *facts = &study.facts;
    if (result == SCHEMATIC_READ_FAILED)
        abort();
    if (result == SCHEMATIC_OK && (facts->format == SCHEMATIC_UNKNOWN || facts->width <= 0 || study.voids < 0))
        abort();
    if (result == SCHEMATIC_REFUSED && (!refusal.reason || !schematic_reason_says(refusal.reason) || refusal.offset < 0))
        abort();
    check_json(&study.manifest);
    arena_free(arena);
    return 0;
}
