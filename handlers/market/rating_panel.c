/* What people say and show of a market, on its own page. */
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"

enum { RATINGS_NEWEST = 3, PHOTOS_FIRST = 8 };

static struct list list_of(struct rows rows)
{
    return (struct list){rows.count > 0 ? rows.at : "", rows.count};
}

static enum db_result read_ratings(struct request *rq, struct market_rated_row *out)
{
    const struct market_rating_newest_in which = {.market = out->market.id, .limit = RATINGS_NEWEST};
    struct rows rows;
    enum db_result result = market_rating_newest(rq->db, rq->arena, &which, &rows);
    if (result != DB_OK)
        return result;
    const struct market_rating_newest_row *newest = rows.at;
    struct uuid *ids = arena_array(rq->arena, rows.count + 1, sizeof *ids);
    for (size_t i = 0; i < rows.count; i++)
        ids[i] = newest[i].id;
    result = rating_rows(rq, (struct list){ids, rows.count}, &rows);
    out->ratings = list_of(rows);
    if (result == DB_OK)
        result = rating_photos(rq, rows, &rows);
    out->photos = list_of(rows);
    return result;
}

/* Those that wait have their place on the page of photos. */
static enum db_result read_gallery(struct request *rq, struct market_rated_row *out)
{
    struct rows rows;
    enum db_result result = photo_rows_market(rq, out->market.id, &rows);
    if (result != DB_OK)
        return result;
    const struct market_photo_one_row *all = rows.at;
    struct market_photo_one_row *shown = arena_array(rq->arena, PHOTOS_FIRST, sizeof *shown);
    size_t count = 0;
    for (size_t i = 0; i < rows.count && count < PHOTOS_FIRST; i++)
        if (all[i].shown)
            shown[count++] = all[i];
    out->gallery = (struct list){shown, count};
    return DB_OK;
}

const struct market_rated_row *rating_panel(struct request *rq)
{
    struct market_rated_row *rated = ARENA_NEW(rq->arena, struct market_rated_row);
    enum db_result result = rating_market(rq, &rated->market);
    const struct market_rating_summary_in which = {.market = rated->market.id};
    if (result == DB_OK)
        result = market_rating_summary_one(rq->db, rq->arena, &which, &rated->summary);
    if (result == DB_OK)
        result = read_ratings(rq, rated);
    if (result == DB_OK)
        result = read_gallery(rq, rated);
    return result == DB_OK ? rated : NULL;
}
