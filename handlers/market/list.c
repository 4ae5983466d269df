/* Lists of markets: all of them, today's, those near a point, those that have words; and where they are on a map. */
#include "handlers/market/list.h"

#include "core/text.h"
#include "handlers/market/handlers.h"

/* A page shows what is wrong beside the boxes it was typed into; programs are told by a problem. */
static enum status refuse(struct request *rq, struct response *rs)
{
    if (!rq->page || rs->status != UNPROCESSABLE_CONTENT)
        return rs->status;
    rs->problem = NULL;
    rs->detail = STR_NULL;
    return response_rows(rs, &Q_MARKET_PAGE, (struct rows){NULL, 0});
}

static enum status answer(struct request *rq, struct response *rs, struct str span, bool pointed)
{
    const struct market_find_form *form = rq->form;
    struct market_list *list = ARENA_NEW(rq->arena, struct market_list);
    struct rows rows;
    if (market_find_read(rq, rs, form, span, pointed, &list->find) != FIND_READ)
        return refuse(rq, rs);
    enum db_result result = market_find_rows(rq, &list->find, form->before, form->limit.set ? form->limit.v : MARKET_PAGE_LIMIT, &rows, &list->next);
    if (result == DB_NONE) {
        form_fail(rq->arena, rq->form_state, "before", "malformed", _("This can't be read as it was sent."));
        response_invalid(rs, rq);
        return refuse(rq, rs);
    }
    if (result != DB_OK)
        return response_db(rs, result);
    rs->next = list->next;
    rs->view = list;
    return response_rows(rs, &Q_MARKET_PAGE, rows);
}

enum status market_list(struct request *rq, struct response *rs)
{
    return answer(rq, rs, STR(""), false);
}

enum status market_today(struct request *rq, struct response *rs)
{
    return answer(rq, rs, STR("today"), false);
}

enum status market_nearby(struct request *rq, struct response *rs)
{
    return answer(rq, rs, STR(""), true);
}

enum status market_searched(struct request *rq, struct response *rs)
{
    return answer(rq, rs, STR(""), false);
}

enum status market_points(struct request *rq, struct response *rs)
{
    const struct market_find_form *form = rq->form;
    struct market_list *list = ARENA_NEW(rq->arena, struct market_list);
    struct rows rows;
    if (market_find_read(rq, rs, form, STR(""), false, &list->find) != FIND_READ)
        return rs->status;
    struct market_point_in in = {.span = list->find.span, .first = list->find.first, .last = list->find.last};
    enum db_result result = market_find_ids(rq, &list->find, MARKET_POINTS_MOST, &in.ids);
    if (result == DB_OK)
        result = market_point(rq->db, rq->arena, &in, &rows);
    rs->view = list;
    return result == DB_OK ? response_rows(rs, &Q_MARKET_POINT, rows) : response_db(rs, result);
}
