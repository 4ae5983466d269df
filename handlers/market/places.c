/* Names of places, from the markets themselves: no other service hears what is looked for. */
#include "handlers/market/forms.h"
#include "handlers/market/handlers.h"
#include "queries/market.h"

enum { PLACES_LIMIT = 8 };

enum status market_places(struct request *rq, struct response *rs)
{
    const struct market_place_form *form = rq->form;
    const struct market_place_in in = {.name = form->text, .limit = form->limit.set ? form->limit.v : PLACES_LIMIT};
    struct rows rows;
    enum db_result result = market_place(rq->db, rq->arena, &in, &rows);
    return result == DB_OK ? response_rows(rs, &Q_MARKET_PLACE, rows) : response_db(rs, result);
}
