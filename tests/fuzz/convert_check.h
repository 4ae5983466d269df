/* A model into every format and back: nothing may be gone that the report does not name. Aborts where something is. */
#ifndef CURIO_TESTS_CONVERT_CHECK_H
#define CURIO_TESTS_CONVERT_CHECK_H

#include <stdlib.h>
#include <string.h>

#include "schematic/convert.h"

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
        if (strcmp(kind, "block-unknown") == 0 || strcmp(kind, "block-overlapped") == 0 || strcmp(kind, "state-simplified") == 0 ||
            strcmp(kind, "absent-as-air") == 0)
            return true;
    }
    return false;
}

static void check_again(const struct model *model, struct str bytes, bool same_blocks)
{
    struct arena *arena = arena_new(1 << 20);
    struct schematic_refusal why;
    struct model *again;
    struct schematic_input input = schematic_input_bytes(arena, bytes);
    if (model_load(NULL, INT32_MAX, &input, &again, &why) != SCHEMATIC_OK)
        abort();
    if (memcmp(again->size, model->size, sizeof model->size) != 0 || (same_blocks && !sha256_eq(model_hash(again), model_hash(model))))
        abort();
    model_free(again);
    arena_free(arena);
}

/* Files past FILE_MAX are not made. */
static void check_conversion(struct model *model, enum convert_target target, size_t file_max)
{
    struct arena *arena = arena_new(1 << 24);
    struct convert_report report;
    struct schematic_refusal why;
    struct buf out, json;
    buf_init(&out, file_max);
    buf_init(&json, 1 << 24);
    enum convert_result result = schematic_convert(arena, model, target, add_bytes, &out, &report, &why);
    convert_report_json(&report, &json);
    if (json.failed || (result == CONVERT_IMPOSSIBLE && (out.n > 0 || !schematic_reason_says(why.reason))))
        abort();
    if (result == CONVERT_OK)
        check_again(model, buf_str(&out), !blocks_change(&report));
    buf_free(&out);
    buf_free(&json);
    arena_free(arena);
}

#endif
