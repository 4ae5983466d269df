#include "schematic/shelf/record.h"

#include "core/slug.h"
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
    return result;
}

enum db_result record_scan(struct db *db, struct arena *arena, const struct sha256_digest *sha256, struct str request_id)
{
    struct str hex = hex_encode(arena, sha256->b, sizeof sha256->b);
    struct str payload = arena_printf(arena, "{\"sha256\":\"" STR_FMT "\"}", STR_ARG(hex));
    return queue_put(db, arena, "scan", payload, STR_NULL, request_id, 0);
}
