/* Searches that people keep, by title: the address's query string, and the filter that the hourly job looks after. */
#include "core/text.h"
#include "handlers/schematic/search.h"
#include "handlers/site/pages.h"
#include "queries/schematic.h"
#include "templates/schematic.h"
#include "web/urlencoded.h"

enum { SEARCHES_MAX = 50 };

static struct str without_question_mark(struct str query)
{
    return query.n > 0 && query.p[0] == '?' ? str_slice(query, 1, query.n) : query;
}

/* What QUERY asks for, exactly. False: rs says what is wrong with it. */
static bool read_query(struct request *rq, struct response *rs, struct str query, struct search *out)
{
    struct form_state *shown = rq->form_state, *state = form_state_new(rq->arena, &schematic_search_fields);
    struct form_inputs inputs = {.arena = rq->arena};
    const struct schematic_search_form *form = NULL;
    if (urlencoded_parse(query, &inputs) == INPUT_READ)
        form = form_fill(rq->arena, &schematic_search_fields, &inputs, false, state);
    rq->form_state = state;
    bool good = form != NULL && search_read(rq, rs, form, false, out) == SEARCH_READ;
    rq->form_state = shown;
    if (good)
        return true;
    if (rs->status < INTERNAL_SERVER_ERROR) {
        form_fail(rq->arena, rq->form_state, "query", "malformed", _("This is no search of this site."));
        response_invalid(rs, rq);
    }
    return false;
}

static enum db_result read_one(struct request *rq, struct uuid id, struct rows *rows)
{
    const struct schematic_saved_search_in in = {.account = rq->viewer.account, .id = {true, id}};
    enum db_result result = schematic_saved_search(rq->db, rq->arena, &in, rows);
    return result == DB_OK && rows->count == 0 ? DB_NONE : result;
}

static enum status answer(struct request *rq, struct response *rs, enum status status, struct uuid id)
{
    struct rows rows;
    enum db_result result = read_one(rq, id, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/schematics/searches");
    return response_one(rs, status, &Q_SCHEMATIC_SAVED_SEARCH, rows.at);
}

enum status saved_search_list(struct request *rq, struct response *rs)
{
    const struct schematic_saved_search_in in = {.account = rq->viewer.account};
    struct rows rows;
    enum db_result result = schematic_saved_search(rq->db, rq->arena, &in, &rows);
    return result == DB_OK ? response_rows(rs, &Q_SCHEMATIC_SAVED_SEARCH, rows) : response_db(rs, result);
}

enum status saved_search_create(struct request *rq, struct response *rs)
{
    const struct saved_search_form *form = rq->form;
    const struct schematic_lock_owner_in owner = {.account = rq->viewer.account};
    struct schematic_lock_owner_row locked;
    struct search search;
    struct str query = form->query.p != NULL ? without_question_mark(form->query) : STR("");
    if (!read_query(rq, rs, query, &search))
        return rs->status;
    const struct schematic_saved_search_insert_in row = {.id = uuid_new(),
                                                         .account = rq->viewer.account,
                                                         .title = form->title,
                                                         .query = query,
                                                         .filter = search.filter,
                                                         .notify = form->notify,
                                                         .most = SEARCHES_MAX};
    enum db_result result = schematic_lock_owner_one(rq->db, rq->arena, &owner, &locked);
    if (result == DB_OK)
        result = schematic_saved_search_insert(rq->db, rq->arena, &row);
    if (result == DB_NONE) {
        response_problem(rs, CONFLICT, "collection-full", _("There is no room for more here. Take something out first."));
        response_problem_int64(rs, "most", SEARCHES_MAX);
        return rs->status;
    }
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("The search is saved."));
    return answer(rq, rs, CREATED, row.id);
}

enum status saved_search_revise(struct request *rq, struct response *rs)
{
    const struct saved_search_form *form = rq->form;
    struct schematic_saved_search_update_in changes = {.account = rq->viewer.account, .title = form->has_title ? form->title : STR_NULL};
    struct search search;
    if (form->has_query) {
        changes.query = without_question_mark(form->query);
        if (!read_query(rq, rs, changes.query, &search))
            return rs->status;
        changes.filter = search.filter;
    }
    changes.notify = (struct opt_bool){form->has_notify, form->notify};
    enum db_result result = DB_NONE;
    if (uuid_parse(rq->arguments[0], &changes.id))
        result = schematic_saved_search_update(rq->db, rq->arena, &changes);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Saved."));
    return answer(rq, rs, OK, changes.id);
}

enum status saved_search_remove(struct request *rq, struct response *rs)
{
    struct schematic_saved_search_delete_in which = {.account = rq->viewer.account};
    enum db_result result = DB_NONE;
    if (uuid_parse(rq->arguments[0], &which.id))
        result = schematic_saved_search_delete(rq->db, rq->arena, &which);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/schematics/searches");
    rs->toast = str_of(_("The saved search is gone."));
    return rs->status = OK;
}

/* Also shown when a change was not right: the handler did not list anything then. */
void saved_search_page(struct request *rq, struct response *rs)
{
    const struct schematic_saved_search_in in = {.account = rq->viewer.account};
    struct rows rows = rs->rows;
    if (rq->method != GET && schematic_saved_search(rq->db, rq->arena, &in, &rows) != DB_OK)
        rows = (struct rows){NULL, 0};
    template_schematic_search_saved(&rs->body, page_frame(rq, rs), rows, rs->status >= BAD_REQUEST ? rs->detail : STR_NULL, rq->form_state);
}
