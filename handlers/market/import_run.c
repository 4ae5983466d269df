/* Readings, doubles and conflicts: what the importer did, and what it leaves to people. */
#include "core/text.h"
#include "handlers/market/import.h"
#include "handlers/moderation/audit.h"
#include "market/shelf/source.h"

enum status run_list(struct request *rq, struct response *rs)
{
    const struct import_list_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : IMPORT_LIMIT;
    struct market_run_page_in which = {.before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = uuid_parse(rq->arguments[0], &which.source) ? market_run_page(rq->db, rq->arena, &which, &rows) : DB_NONE;
    return result == DB_OK ? response_page(rs, &Q_MARKET_RUN_PAGE, rows, limit, "id") : response_db(rs, result);
}

enum status run_show(struct request *rq, struct response *rs)
{
    struct market_run_one_in which;
    struct market_run_one_row *run = ARENA_NEW(rq->arena, struct market_run_one_row);
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? market_run_one_one(rq->db, rq->arena, &which, run) : DB_NONE;
    return result == DB_OK ? response_one(rs, OK, &Q_MARKET_RUN_ONE, run) : response_db(rs, result);
}

enum status run_undo(struct request *rq, struct response *rs)
{
    size_t markets;
    if (run_show(rq, rs) != OK)
        return rs->status;
    const struct uuid id = ((const struct market_run_one_row *)rs->rows.at)->id;
    enum db_result result = source_undo(rq->db, rq->arena, id, (struct opt_uuid){true, rq->viewer.account}, &markets);
    if (result == DB_NONE)
        return response_problem(rs, CONFLICT, NULL, _("There is nothing to undo."));
    const struct audited deed = {.action = "import.undone", .room = STR("market"), .subject = id, .title = STR("")};
    if (result == DB_OK)
        result = audit_write(rq, &deed);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/moderation/markets/runs/" STR_FMT, STR_ARG(rq->arguments[0]));
    rs->toast = str_of(_("Taken back."));
    return run_show(rq, rs);
}

enum status double_list(struct request *rq, struct response *rs)
{
    const struct double_list_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : IMPORT_LIMIT;
    const struct market_merge_page_in which = {.state = form->state, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = market_merge_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_MARKET_MERGE_PAGE, rows, limit, "id") : response_db(rs, result);
}

/* What was done about a pair: written down, and both markets' dates are made anew. */
static enum status double_done(struct request *rq, struct response *rs, struct uuid id, const char *action)
{
    const struct market_merge_one_in which = {id};
    struct market_merge_one_row *pair = ARENA_NEW(rq->arena, struct market_merge_one_row);
    struct str why;
    enum db_result result = market_merge_one_one(rq->db, rq->arena, &which, pair);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct uuid both[] = {pair->kept, pair->merged};
    for (int i = 0; i < 2 && result == DB_OK; i++) {
        result = source_dates(rq->db, rq->arena, both[i], &why);
        result = result == DB_CONFLICT ? DB_OK : result;
    }
    const struct audited deed = {.action = action, .room = STR("market"), .subject = pair->kept, .title = pair->kept_title};
    if (result == DB_OK)
        result = audit_write(rq, &deed);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/moderation/markets/doubles");
    return response_one(rs, OK, &Q_MARKET_MERGE_ONE, pair);
}

static enum status too_late(struct response *rs)
{
    return response_problem(rs, CONFLICT, NULL, _("That was decided otherwise meanwhile."));
}

enum status double_merge(struct request *rq, struct response *rs)
{
    struct market_merge_now_in which = {.by = rq->viewer.account};
    struct market_merge_now_row row;
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? market_merge_now_one(rq->db, rq->arena, &which, &row) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("They are one now."));
    return row.done ? double_done(rq, rs, which.id, "market.merged") : too_late(rs);
}

enum status double_unmerge(struct request *rq, struct response *rs)
{
    struct market_merge_undone_in which = {.by = rq->viewer.account};
    struct market_merge_undone_row row;
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? market_merge_undone_one(rq->db, rq->arena, &which, &row) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("They are two again."));
    return row.done ? double_done(rq, rs, which.id, "market.unmerged") : too_late(rs);
}

enum status double_part(struct request *rq, struct response *rs)
{
    struct market_merge_apart_in which = {.by = rq->viewer.account};
    struct market_merge_apart_row row;
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? market_merge_apart_one(rq->db, rq->arena, &which, &row) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("They stay two."));
    return row.done ? double_done(rq, rs, which.id, "market.apart") : too_late(rs);
}

enum status conflict_list(struct request *rq, struct response *rs)
{
    const struct conflict_list_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : IMPORT_LIMIT;
    const struct market_conflict_page_in which = {
        .account = {!request_may(rq, MARKET_MODERATE), rq->viewer.account}, .market = form->market, .after = form->after, .limit = limit + 1};
    struct rows rows;
    enum db_result result = market_conflict_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_MARKET_CONFLICT_PAGE, rows, limit, "id") : response_db(rs, result);
}

static enum db_result settle(struct request *rq, struct uuid id)
{
    const struct conflict_form *form = rq->form;
    const struct market_conflict_decide_in in = {id, str_eq(form->word, STR("theirs")), rq->viewer.account};
    struct market_conflict_decide_row row;
    struct str why;
    enum db_result result = market_conflict_decide_one(rq->db, rq->arena, &in, &row);
    return result == DB_OK && row.dated ? source_dates(rq->db, rq->arena, row.market, &why) : result;
}

enum status conflict_decide(struct request *rq, struct response *rs)
{
    struct market_conflict_one_in which;
    struct market_conflict_one_row *conflict = ARENA_NEW(rq->arena, struct market_conflict_one_row);
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? market_conflict_one_one(rq->db, rq->arena, &which, conflict) : DB_NONE;
    bool own = result == DB_OK && conflict->owner.set && uuid_eq(conflict->owner.v, rq->viewer.account);
    if (result == DB_OK && !own && !request_may(rq, MARKET_MODERATE))
        result = DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    if (!str_eq(conflict->state, STR("open")))
        return too_late(rs);
    result = settle(rq, which.id);
    if (result == DB_OK)
        result = market_conflict_one_one(rq->db, rq->arena, &which, conflict);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/markets/conflicts");
    rs->toast = str_of(_("Decided."));
    return response_one(rs, OK, &Q_MARKET_CONFLICT_ONE, conflict);
}

enum status origin_list(struct request *rq, struct response *rs)
{
    struct market_saying_in which = {.viewer = {rq->viewer.signed_in, rq->viewer.account}, .moderator = request_may(rq, MARKET_MODERATE)};
    struct rows rows;
    enum db_result result = uuid_parse(rq->arguments[0], &which.market) ? market_saying(rq->db, rq->arena, &which, &rows) : DB_NONE;
    return result == DB_OK ? response_rows(rs, &Q_MARKET_SAYING, rows) : response_db(rs, result);
}
