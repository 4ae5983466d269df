/* Places whose new markets a person hears of. */
#include "core/text.h"
#include "handlers/market/people.h"
#include "handlers/site/pages.h"
#include "queries/market.h"
#include "templates/market.h"

static enum db_result read_all(struct request *rq, struct rows *rows)
{
    const struct market_watch_page_in in = {.account = rq->viewer.account};
    return market_watch_page(rq->db, rq->arena, &in, rows);
}

enum status market_watch_list(struct request *rq, struct response *rs)
{
    struct rows rows;
    const enum db_result result = read_all(rq, &rows);
    return result == DB_OK ? response_rows(rs, &Q_MARKET_WATCH_PAGE, rows) : response_db(rs, result);
}

enum status market_watch_create(struct request *rq, struct response *rs)
{
    const struct market_watch_form *form = rq->form;
    const struct market_watch_insert_in in = {.id = uuid_new(),
                                              .account = rq->viewer.account,
                                              .title = form->title,
                                              .latitude = form->latitude.v,
                                              .longitude = form->longitude.v,
                                              .radius = form->radius.set ? (int32_t)form->radius.v : MARKET_WATCH_KM,
                                              .most = MARKET_WATCHES_MOST};
    struct rows rows;
    enum db_result result = market_watch_insert(rq->db, rq->arena, &in);
    if (result == DB_NONE)
        return response_problem(rs, CONFLICT, NULL, _("You watch as many places as one may. Take one away first."));
    if (result == DB_OK)
        result = read_all(rq, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/markets/watches");
    rs->toast = str_of(_("You will hear of new markets there."));
    return response_one(rs, CREATED, &Q_MARKET_WATCH_PAGE, rows.at); /* the newest comes first */
}

enum status market_watch_end(struct request *rq, struct response *rs)
{
    struct market_watch_delete_in which = {.account = rq->viewer.account};
    const enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? market_watch_delete(rq->db, rq->arena, &which) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/markets/watches");
    rs->toast = str_of(_("The place is no longer watched."));
    return rs->status = OK;
}

/* Also shown again when the form of a new one was not right: the handler did not run then. */
void market_watches_page(struct request *rq, struct response *rs)
{
    struct rows rows = rs->rows;
    if (rq->method != GET && read_all(rq, &rows) != DB_OK)
        rows = (struct rows){0};
    template_market_watches(&rs->body, page_frame(rq, rs), rows, rq->form_state, rs->detail);
}
