/* One's own markets. */
#include "handlers/market/edit_forms.h"
#include "handlers/market/edit_handlers.h"
#include "queries/market.h"

enum { OWN_LIMIT = 24 };

enum status market_own(struct request *rq, struct response *rs)
{
    const struct market_own_form *form = rq->form;
    const int64_t limit = form->limit.set ? form->limit.v : OWN_LIMIT;
    const struct market_mine_in in = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    const enum db_result result = market_mine(rq->db, rq->arena, &in, &rows);
    return result == DB_OK || result == DB_NONE ? response_page(rs, &Q_MARKET_MINE, rows, limit, "id") : response_db(rs, result);
}
