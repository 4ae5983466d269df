#include "schematic/shelf/rendition.h"

#include "queries/site.h"
#include "schematic/shelf/budget.h"

enum { LOSSES_MAX = 1 << 20 };

static bool write_blob(void *with, const void *bytes, size_t n)
{
    return blob_write(with, bytes, n) == BLOB_OK;
}

static struct str losses_of(struct arena *arena, const struct convert_report *report)
{
    struct buf json;
    buf_init(&json, LOSSES_MAX);
    convert_report_json(report, &json);
    struct str text = arena_str(arena, buf_str(&json));
    buf_free(&json);
    return text;
}

static enum rendition_result impossible(struct arena *arena, const char *reason, struct rendition *out)
{
    out->writer = NULL;
    out->why = arena_str(arena, str_of(reason));
    return RENDITION_OK;
}

static enum rendition_result convert(struct arena *arena, struct blob_store *blobs, struct model *model, enum convert_target target,
                                     struct rendition *out)
{
    struct convert_report report = {0};
    struct schematic_refusal why;
    enum blob_result begun = blob_write_begin(blobs, arena, &out->writer);
    if (begun != BLOB_OK)
        return begun == BLOB_FULL ? RENDITION_FULL : RENDITION_FAILED;
    switch (schematic_convert(arena, model, target, write_blob, out->writer, &report, &why)) {
    case CONVERT_OK:
        out->losses = losses_of(arena, &report);
        return RENDITION_OK;
    case CONVERT_IMPOSSIBLE:
        return impossible(arena, why.reason, out);
    case CONVERT_WRITE_FAILED:
        break;
    }
    return blob_write(out->writer, "", 0) == BLOB_FULL ? RENDITION_FULL : RENDITION_FAILED;
}

enum rendition_result rendition_make(struct arena *arena, const struct config *config, struct blob_store *blobs, int descriptor,
                                     enum convert_target target, struct rendition *out)
{
    const struct schematic_budget budget = budget_of(config);
    const struct schematic_input input = schematic_input_file(arena, descriptor);
    struct schematic_refusal refusal;
    struct model *model = NULL;
    *out = (struct rendition){.losses = STR("[]"), .why = STR("")};
    switch (model_load(&budget, config->schematic_model_max, &input, &model, &refusal)) {
    case SCHEMATIC_OK:
        break;
    case SCHEMATIC_REFUSED:
        return impossible(arena, refusal.reason, out);
    case SCHEMATIC_READ_FAILED:
        return RENDITION_FAILED;
    }
    enum rendition_result result = convert(arena, blobs, model, target, out);
    model_free(model);
    return result;
}

/* What the scanner said of the same bytes before stands: nothing that was found harmful becomes clean by being made again. */
static enum db_result keep_blob(struct db *db, struct arena *arena, struct rendition *rendition, struct schematic_conversion_keep_in *row,
                                struct sha256_digest *digest)
{
    struct blob_keep_row known;
    bool existed;
    *digest = blob_write_digest(rendition->writer, &row->size);
    const struct blob_keep_in blob = {.sha256 = sha256_bytes(digest), .size = row->size};
    const struct blob_scanned_in clean = {.sha256 = blob.sha256, .scan = STR("clean"), .detail = STR("made here")};
    enum db_result result = blob_keep_one(db, arena, &blob, &known);
    if (result != DB_OK)
        return result;
    if (str_eq(known.scan, STR("infected")) || str_eq(known.scan, STR("not_fully_scanned"))) {
        row->why = STR("infected");
        return DB_OK;
    }
    row->made = blob.sha256;
    if (str_eq(known.scan, STR("pending")))
        result = blob_scanned(db, arena, &clean);
    if (result != DB_OK)
        return result;
    return blob_write_keep(rendition->writer, digest, &row->size, &existed) == BLOB_OK ? DB_OK : DB_FAIL;
}

enum db_result rendition_keep(struct db *db, struct arena *arena, struct sha256_digest original, enum convert_target target,
                              struct rendition *rendition)
{
    struct sha256_digest digest;
    struct schematic_conversion_keep_in row = {.sha256 = sha256_bytes(&original),
                                               .target = str_of(convert_target_name(target)),
                                               .losses = rendition->losses,
                                               .why = rendition->why};
    enum db_result result = rendition->writer ? keep_blob(db, arena, rendition, &row, &digest) : DB_OK;
    return result == DB_OK ? schematic_conversion_keep(db, arena, &row) : result;
}
