/* fuzz: nbt. Any bytes as a build, written in every format and read again: nothing may be gone that the report does not name. */
#include <stdlib.h>
#include <string.h>

#include "schematic/convert.h"

enum { FILE_MAX = 1 << 24, BLOCKS_MAX = 1 << 16 };

static const struct schematic_budget read_budget = {.bytes = 1 << 20, .nodes = 1 << 16, .blocks = 1 << 20, .axis = 1 << 10};

static bool add_bytes(void *with, const void *bytes, size_t n)
{
    struct buf *out = with;
    buf_add_bytes(out, bytes, n);
    return !out->failed;
}

static bool blocks_change(const struct convert_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const char *kind = report->losses[i].kind;
        if (!convert_loss_says(kind))
            abort();
        if (strncmp(kind, "block-unknown", 13) == 0 || strcmp(kind, "block-overlapped") == 0 || strcmp(kind, "state-simplified") == 0 ||
            strcmp(kind, "absent-as-air") == 0)
            return true;
    }
    return false;
}

static void check(struct arena *arena, struct model *model, struct str bytes, bool same_blocks)
{
    struct schematic_refusal why;
    struct model *again;
    struct schematic_input input = schematic_input_bytes(arena, bytes);
    if (model_load(NULL, (int64_t)BLOCKS_MAX << 10, &input, &again, &why) != SCHEMATIC_OK)
        abort();
    if (memcmp(again->size, model->size, sizeof model->size) != 0 || (same_blocks && !sha256_eq(model_hash(again), model_hash(model))))
        abort();
    model_free(again);
}

static void convert_to(struct model *model, enum convert_target target)
{
    struct arena *arena = arena_new(1 << 24);
    struct convert_report report;
    struct schematic_refusal why;
    struct buf out, json;
    buf_init(&out, FILE_MAX);
    buf_init(&json, FILE_MAX);
    enum convert_result result = schematic_convert(arena, model, target, add_bytes, &out, &report, &why);
    convert_report_json(&report, &json);
    if (json.failed || (result == CONVERT_IMPOSSIBLE && (out.n > 0 || !schematic_reason_says(why.reason))))
        abort();
    if (result == CONVERT_OK)
        check(arena, model, buf_str(&out), !blocks_change(&report));
    buf_free(&out);
    buf_free(&json);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 24);
    struct schematic_refusal why;
    struct model *model = NULL;
    struct schematic_input input = schematic_input_bytes(arena, (struct str){(const char *)data, size});
    if (model_load(&read_budget, BLOCKS_MAX, &input, &model, &why) == SCHEMATIC_OK)
        for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
            convert_to(model, target);
    model_free(model);
    arena_free(arena);
    return 0;
}
