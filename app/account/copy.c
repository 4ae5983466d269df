#include "account/copy.h"

#include "core/json_write.h"
#include "queries/account.h"

enum { BATCH = 8, SCRATCH = 128 << 20 /* of the largest of them */, HEAD_MAX = 4096, FORMAT = 1 };

struct copy {
    struct db *db;
    struct arena *scratch;
    copy_sink *sink;
    void *with;
    struct str section; /* that is open; STR_NULL: none is */
    char section_text[64];
    bool taken;
};

static void give(struct copy *copy, struct str text)
{
    copy->taken = copy->taken && copy->sink(copy->with, text);
}

/* The document up to its sections: an object whose end comes last. */
static bool give_head(struct copy *copy, const struct config *config)
{
    struct buf head;
    struct json json;
    buf_init(&head, HEAD_MAX);
    json_begin(&json, &head);
    json_object_open(&json);
    json_member_int64(&json, "format", FORMAT);
    json_member_text(&json, "site", config->site_url);
    json_key(&json, STR("made_at"));
    json_timestamp(&json, timestamp_now());
    json_object_close(&json);
    const bool written = json_end(&json);
    if (written) {
        give(copy, str_slice(buf_str(&head), 0, buf_str(&head).n - 1));
        give(copy, STR(",\"sections\":{"));
    }
    buf_free(&head);
    return written;
}

static void open_section(struct copy *copy, struct str name)
{
    const bool first = copy->section.p == NULL;
    if (!first)
        give(copy, STR("\n],"));
    copy->section.n = name.n < sizeof copy->section_text ? name.n : sizeof copy->section_text;
    for (size_t i = 0; i < copy->section.n; i++)
        copy->section_text[i] = name.p[i];
    copy->section.p = copy->section_text;
    give(copy, arena_printf(copy->scratch, "\n\"" STR_FMT "\":[\n", STR_ARG(name)));
}

static void give_item(struct copy *copy, const struct account_export_items_row *row)
{
    if (copy->section.p != NULL && str_eq(copy->section, row->section))
        give(copy, STR(",\n"));
    else
        open_section(copy, row->section);
    give(copy, row->item);
}

static enum db_result give_items(struct copy *copy, struct uuid export_id)
{
    struct account_export_items_in which = {.export = export_id, .after = 0, .limit = BATCH};
    struct rows rows;
    enum db_result result;
    do {
        arena_reset(copy->scratch);
        rows.count = 0;
        result = account_export_items(copy->db, copy->scratch, &which, &rows);
        const struct account_export_items_row *row = rows.at;
        for (size_t i = 0; result == DB_OK && i < rows.count; i++)
            give_item(copy, &row[i]);
        if (result == DB_OK && rows.count > 0)
            which.after = row[rows.count - 1].position;
    } while (result == DB_OK && rows.count == BATCH && copy->taken);
    return result == DB_NONE ? DB_OK : result;
}

enum db_result copy_write(struct db *db, const struct config *config, struct uuid export_id, struct uuid account, copy_sink *sink, void *with)
{
    struct copy copy = {.db = db, .scratch = arena_new(SCRATCH), .sink = sink, .with = with, .taken = true};
    const struct account_export_gather_in whose = {.export = export_id, .account = account};
    enum db_result result = account_export_gather(db, copy.scratch, &whose);
    if (result == DB_OK)
        result = give_head(&copy, config) ? give_items(&copy, export_id) : DB_FAIL;
    if (result == DB_OK)
        give(&copy, copy.section.p != NULL ? STR("\n]}}\n") : STR("}}\n"));
    arena_free(copy.scratch);
    return result == DB_OK && !copy.taken ? DB_NONE : result;
}
