#include "schematic/shelf/record.h"

#include "core/slug.h"
#include "schematic/shelf/edition.h"
#include "store/queue.h"

enum { SLUG_TRIES = 3 };

static struct list warnings_of(struct arena *arena, const struct schematic_facts *facts)
{
    struct str *texts = arena_array(arena, facts->warning_count + 1, sizeof *texts);
    for (size_t i = 0; i < facts->warning_count; i++)
        texts[i] = str_of(facts->warnings[i]);
    return (struct list){texts, facts->warning_count};
}

struct schematic_insert_in record_row(struct arena *arena, const struct schematic_facts *facts, const struct sha256_digest *sha256,
                                      int64_t size)
{
    return (struct schematic_insert_in){
        .id = uuid_new(),
        .review_case = uuid_new(),
        .review = STR("none"),
        .sha256 = sha256_bytes(sha256),
        .size = size,
        .format = str_of(schematic_format_name(facts->format)),
        .format_version = {facts->version != 0, facts->version},
        .data_version = {facts->has_data_version, facts->data_version},
        .width = facts->width,
        .height = facts->height,
        .length = facts->length,
        .blocks = facts->blocks,
        .regions = facts->regions,
        .warnings = warnings_of(arena, facts),
    };
}

struct schematic_version_insert_in record_version_row(struct arena *arena, const struct schematic_facts *facts,
                                                      const struct sha256_digest *sha256, int64_t size)
{
    const struct schematic_insert_in row = record_row(arena, facts, sha256, size);
    return (struct schematic_version_insert_in){
        .name = STR(""),
        .changes = STR(""),
        .review = row.review,
        .review_case = row.review_case,
        .sha256 = row.sha256,
        .size = row.size,
        .format = row.format,
        .format_version = row.format_version,
        .data_version = row.data_version,
        .width = row.width,
        .height = row.height,
        .length = row.length,
        .blocks = row.blocks,
        .regions = row.regions,
        .warnings = row.warnings,
    };
}

enum db_result record_insert(struct db *db, struct arena *arena, struct schematic_insert_in *row)
{
    struct str slug = slug_of(arena, row->title);
    enum db_result result = DB_CONFLICT;
    for (int i = 0; i < SLUG_TRIES && result == DB_CONFLICT; i++) {
        row->slug = slug_another(arena, slug);
        if (db_savepoint(db) != DB_OK)
            return DB_FAIL;
        result = schematic_insert(db, arena, row);
        if (result == DB_CONFLICT && db_savepoint_rollback(db) != DB_OK)
            return DB_FAIL;
    }
    return result == DB_NONE ? DB_OK : result; /* none: no case for the moderators */
}

static struct str payload_of(struct arena *arena, struct str hex)
{
    return arena_printf(arena, "{\"sha256\":\"" STR_FMT "\"}", STR_ARG(hex));
}

enum db_result record_analyse(struct db *db, struct arena *arena, struct str hex, struct str request_id)
{
    struct str unique = arena_printf(arena, STR_FMT "/%d", STR_ARG(hex), ANALYSIS_EDITION);
    return queue_put(db, arena, "analyse", payload_of(arena, hex), unique, request_id, 0);
}

static enum db_result keep_study(struct db *db, struct arena *arena, const struct study *study, const struct sha256_digest *sha256)
{
    const struct schematic_file_keep_in file = {.sha256 = sha256_bytes(sha256),
                                                .hash = sha256_bytes(&study->hash),
                                                .states = study->states,
                                                .manifest = study->manifest,
                                                .mods = study->mods,
                                                .block_names = study->block_names};
    return schematic_file_keep(db, arena, &file);
}

enum db_result record_file(struct db *db, struct arena *arena, const struct study *study, const struct sha256_digest *sha256,
                           struct str request_id)
{
    struct str hex = hex_encode(arena, sha256->b, sizeof sha256->b);
    enum db_result result = queue_put(db, arena, "scan", payload_of(arena, hex), STR_NULL, request_id, 0);
    if (result == DB_OK && study->states.p)
        result = keep_study(db, arena, study, sha256);
    if (result == DB_OK && study->states.p)
        result = record_analyse(db, arena, hex, request_id);
    return result;
}
