/* Lists of builds: what a search finds, page by page, and one's own. */
#include <assert.h>

#include "core/text.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/search.h"
#include "queries/schematic.h"
#include "web/cursor.h"

/* tests/unit/schematic/test_list.c compares them one by one. */
static_assert(sizeof(struct schematic_page_row) == sizeof(struct schematic_search_rows_row), "the same columns");

static int64_t limit_of(struct opt_bigint asked)
{
    return asked.set ? asked.v : SCHEMATIC_PAGE_LIMIT;
}

/* A cursor of another order is no place in this one. */
static bool read_cursor(struct request *rq, struct str text, struct str sort, struct schematic_search_in *in)
{
    if (text.n == 0)
        return true;
    in->last.set = cursor_decode_keyed(rq->arena, text, sort, &in->last_key.v, &in->last.v);
    in->last_key.set = in->last.set;
    return in->last.set;
}

/* The next page's cursor; the row past the limit is cut off. */
static struct str cut(struct request *rq, struct str sort, struct rows *found, int64_t limit)
{
    if (found->count <= (size_t)limit)
        return STR_NULL;
    found->count = (size_t)limit;
    const struct schematic_search_row *last = (const struct schematic_search_row *)found->at + limit - 1;
    return cursor_encode_keyed(rq->arena, sort, last->key.v, last->id);
}

static enum db_result read_rows(struct request *rq, struct rows found, struct rows *rows)
{
    const struct schematic_search_row *builds = found.at;
    struct uuid *ids = arena_array(rq->arena, found.count + 1, sizeof *ids);
    for (size_t i = 0; i < found.count; i++)
        ids[i] = builds[i].id;
    const struct schematic_search_rows_in in = {.ids = {ids, found.count}};
    return schematic_search_rows(rq->db, rq->arena, &in, rows);
}

/* All builds, newest first: what most people look at needs no search. */
static enum db_result read_newest(struct request *rq, const struct schematic_search_in *in, struct search_found *out, struct rows *rows)
{
    const struct schematic_page_in page = {.before = in->last, .limit = in->limit};
    enum db_result result = schematic_page(rq->db, rq->arena, &page, rows);
    if (result != DB_OK || rows->count < (size_t)in->limit)
        return result;
    rows->count--;
    const struct schematic_page_row *last = (const struct schematic_page_row *)rows->at + rows->count - 1;
    out->next = cursor_encode_keyed(rq->arena, in->sort, 0, last->id);
    return DB_OK;
}

static enum db_result read_found(struct request *rq, const struct schematic_search_in *in, struct search_found *out, struct rows *rows)
{
    struct rows found = {NULL, 0};
    enum db_result result = out->search.nothing ? DB_OK : schematic_search(rq->db, rq->arena, in, &found);
    if (result != DB_OK)
        return result;
    out->next = cut(rq, in->sort, &found, in->limit - 1);
    return read_rows(rq, found, rows);
}

/* The page's view stays NULL where the search itself was wrong. */
enum status schematic_list(struct request *rq, struct response *rs)
{
    const struct schematic_search_form *form = rq->form;
    struct search_found *out = ARENA_NEW(rq->arena, struct search_found);
    struct rows rows = {NULL, 0};
    if (search_read(rq, rs, form, true, &out->search) != SEARCH_READ)
        return rs->status;
    struct schematic_search_in in = {.filter = out->search.filter, .sort = out->search.sort, .limit = limit_of(form->limit) + 1};
    if (!read_cursor(rq, form->before, in.sort, &in)) {
        form_fail(rq->arena, rq->form_state, "before", "malformed", _("This can't be read as it was sent."));
        return response_invalid(rs, rq);
    }
    bool plain = !out->search.asks && !out->search.nothing && str_eq(in.sort, STR("newest"));
    enum db_result result = plain ? read_newest(rq, &in, out, &rows) : read_found(rq, &in, out, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->next = out->next;
    rs->view = out;
    return response_rows(rs, &Q_SCHEMATIC_PAGE, rows);
}

enum status schematic_list_own(struct request *rq, struct response *rs)
{
    const struct schematic_mine_form *form = rq->form;
    int64_t limit = limit_of(form->limit);
    const struct schematic_mine_in in = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = schematic_mine(rq->db, rq->arena, &in, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    return response_page(rs, &Q_SCHEMATIC_MINE, rows, limit, "id");
}
