/* Copies of everything that is kept about a person: asking for one, and taking it along. */
#include <string.h>

#include "account/keys.h"
#include "core/text.h"
#include "handlers/account/handlers.h"
#include "handlers/site/pages.h"
#include "queries/account.h"
#include "store/queue.h"
#include "templates/account.h"

enum { DAY_TEXT = 10 /* 2026-11-21 */, DAY = 86400 };

/* What one holds is the id and a MAC of it; it opens for its person alone. */
static struct str link_of(struct request *rq, const struct account_export_page_row *row)
{
    if (!str_eq(row->state, STR("ready")))
        return STR_NULL;
    return arena_printf(rq->arena, "/account/copies/" STR_FMT, STR_ARG(key_token(rq->arena, rq->config, KEY_EXPORT, row->id)));
}

static enum db_result copies_of(struct request *rq, struct rows *out)
{
    const struct account_export_page_in whose = {.account = rq->viewer.account};
    struct rows rows = {NULL, 0};
    enum db_result result = account_export_page(rq->db, rq->arena, &whose, &rows);
    const struct account_export_page_row *row = rows.at;
    struct account_copy_row *copies = arena_array(rq->arena, rows.count + 1, sizeof *copies);
    for (size_t i = 0; i < rows.count; i++)
        copies[i] = (struct account_copy_row){row[i].id, row[i].state, row[i].size, link_of(rq, &row[i]), row[i].created_at, row[i].expires_at};
    *out = (struct rows){copies, rows.count};
    return result == DB_NONE ? DB_OK : result;
}

enum status account_list_copies(struct request *rq, struct response *rs)
{
    struct rows copies;
    enum db_result result = copies_of(rq, &copies);
    return result == DB_OK ? response_rows(rs, &Q_ACCOUNT_COPY, copies) : response_db(rs, result);
}

enum status account_ask_copy(struct request *rq, struct response *rs)
{
    const struct account_export_ask_in asked = {.id = uuid_new(), .account = rq->viewer.account, .seconds = rq->config->account_export_seconds};
    struct account_export_ask_row row;
    char text[UUID_TEXT];
    enum db_result result = account_export_ask_one(rq->db, rq->arena, &asked, &row);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct str id = uuid_text(row.id, text);
    result = queue_put(rq->db, rq->arena, "account.export", arena_printf(rq->arena, "{\"export\":\"" STR_FMT "\"}", STR_ARG(id)), id, rq->id, 0);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/account/data");
    rs->toast = str_of(_("Your copy is being made. You are told when it is ready."));
    struct rows copies;
    result = copies_of(rq, &copies);
    return result == DB_OK ? response_one(rs, ACCEPTED, &Q_ACCOUNT_COPY, copies.at) : response_db(rs, result);
}

enum status account_take_copy(struct request *rq, struct response *rs)
{
    struct account_export_one_in which = {.account = rq->viewer.account};
    struct account_export_one_row copy;
    struct sha256_digest digest;
    char day[TIMESTAMP_TEXT];
    enum db_result result = DB_NONE;
    if (key_token_read(rq->arena, rq->config, KEY_EXPORT, rq->arguments[0], &which.id))
        result = account_export_one_one(rq->db, rq->arena, &which, &copy);
    if (result != DB_OK)
        return response_db(rs, result);
    memcpy(digest.b, copy.sha256.p, sizeof digest.b);
    rs->accel = true;
    rs->content_type = STR("application/json");
    response_header(rs, STR("Content-Disposition"),
                    arena_printf(rq->arena, "attachment; filename=\"" STR_FMT "-" STR_FMT ".json\"", STR_ARG(rq->viewer.slug),
                                 STR_ARG(str_slice(timestamp_rfc3339(copy.created_at, day), 0, DAY_TEXT))));
    buf_add(&rs->body, STR("/_blobs/"));
    buf_add(&rs->body, blob_relative_path(rq->arena, digest));
    return rs->status = OK;
}

/* Also shown again when closing was refused: the copies are read here then. */
void account_data_page(struct request *rq, struct response *rs)
{
    struct rows copies;
    if (copies_of(rq, &copies) != DB_OK) {
        page_problem(rq, rs);
        return;
    }
    struct str problem = rs->status >= BAD_REQUEST && rs->status != UNPROCESSABLE_CONTENT ? rs->detail : STR_NULL;
    template_account_data(&rs->body, page_frame(rq, rs), copies, rq->form_state, problem, (rq->config->account_grace_seconds + DAY - 1) / DAY,
                          config_room_on(rq->config, ROOM_SCHEMATIC), config_room_on(rq->config, ROOM_MARKET));
}
