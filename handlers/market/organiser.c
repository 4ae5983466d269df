/* Who holds markets. */
#include "core/text.h"
#include "handlers/market/find.h"
#include "handlers/market/handlers.h"
#include "handlers/site/pages.h"
#include "queries/market.h"
#include "templates/market.h"

enum { SHOWN = 60 };

enum status market_organiser_show(struct request *rq, struct response *rs)
{
    struct market_organiser_one_row *organiser = ARENA_NEW(rq->arena, struct market_organiser_one_row);
    struct market_organiser_one_in in = {.slug = rq->arguments[0],
                                         .viewer = {rq->viewer.signed_in, rq->viewer.account},
                                         .moderator = request_may(rq, MARKET_MODERATE)};
    in.id.set = uuid_parse(rq->arguments[0], &in.id.v);
    enum db_result result = market_organiser_one_one(rq->db, rq->arena, &in, organiser);
    return result == DB_OK ? response_one(rs, OK, &Q_MARKET_ORGANISER_ONE, organiser) : response_db(rs, result);
}

/* Its markets with a date to come, the soonest first, then the others. A page without them is better than none. */
static struct rows markets_of(struct request *rq, const struct market_organiser_one_row *organiser)
{
    const struct market_organiser_markets_in in = {.organiser = organiser->id, .limit = SHOWN};
    struct rows found, rows;
    if (market_organiser_markets(rq->db, rq->arena, &in, &found) != DB_OK)
        return (struct rows){NULL, 0};
    const struct market_organiser_markets_row *markets = found.at;
    struct uuid *ids = arena_array(rq->arena, found.count + 1, sizeof *ids);
    for (size_t i = 0; i < found.count; i++)
        ids[i] = markets[i].id;
    const struct market_page_in page = {.ids = {ids, found.count}, .span = STR("coming"), .viewer = {rq->viewer.signed_in, rq->viewer.account}};
    return market_page(rq->db, rq->arena, &page, &rows) == DB_OK ? rows : (struct rows){NULL, 0};
}

void market_organiser_page(struct request *rq, struct response *rs)
{
    const struct market_organiser_one_row *organiser = rs->rows.at;
    template_market_organiser(&rs->body, page_frame(rq, rs), organiser, markets_of(rq, organiser));
}
