/* Markets that a person marked. */
#include "account/then.h"
#include "core/text.h"
#include "handlers/market/people.h"
#include "handlers/market/show.h"
#include "handlers/site/pages.h"
#include "templates/market.h"

enum { FAVOURITES_SHOWN = 24 };

static enum status answer(struct request *rq, struct response *rs, const struct market_one_row *market)
{
    struct market_favourite_state_row *state = ARENA_NEW(rq->arena, struct market_favourite_state_row);
    const struct market_favourite_state_in which = {.market = market->id, .account = {true, rq->viewer.account}};
    const enum db_result result = market_favourite_state_one(rq->db, rq->arena, &which, state);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct market_mark_form *form = rq->form;
    rs->location = form->then.n > 0 ? then_place(form->then) : arena_printf(rq->arena, "/markets/" STR_FMT, STR_ARG(market->slug));
    return response_one(rs, OK, &Q_MARKET_FAVOURITE_STATE, state);
}

enum status market_favourite_give(struct request *rq, struct response *rs)
{
    struct market_one_row market;
    enum db_result result = market_asked(rq, &market);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct market_favourite_put_in mark = {.id = uuid_new(), .market = market.id, .account = rq->viewer.account};
    result = market_favourite_put(rq->db, rq->arena, &mark);
    if (result != DB_OK && result != DB_NONE)
        return response_db(rs, result);
    rs->toast = str_of(_("Marked. You hear when its dates change."));
    return answer(rq, rs, &market);
}

enum status market_favourite_take_back(struct request *rq, struct response *rs)
{
    struct market_one_row market;
    enum db_result result = market_asked(rq, &market);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct market_favourite_delete_in mark = {.market = market.id, .account = rq->viewer.account};
    result = market_favourite_delete(rq->db, rq->arena, &mark);
    return result == DB_OK || result == DB_NONE ? answer(rq, rs, &market) : response_db(rs, result);
}

enum status market_favourite_list(struct request *rq, struct response *rs)
{
    const struct market_favourites_form *form = rq->form;
    const int64_t limit = form->limit.set ? form->limit.v : FAVOURITES_SHOWN;
    const struct market_favourite_ids_in in = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    const enum db_result result = market_favourite_ids(rq->db, rq->arena, &in, &rows);
    return result == DB_OK ? response_page(rs, &Q_MARKET_FAVOURITE_IDS, rows, limit, "mark") : response_db(rs, result);
}

void market_favourites_page(struct request *rq, struct response *rs)
{
    template_market_favourites(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}
