/* Photos have an address only while their rating and their market are shown. */
#include "core/text.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"

/* IMAGE_NONE is one that was deleted, or hidden by somebody, meanwhile. */
static enum db_result withhold(struct request *rq, struct uuid market)
{
    const struct image_context in = photo_context(rq);
    const struct market_photo_withhold_in which = {.market = market};
    struct rows rows;
    enum db_result result = market_photo_withhold(rq->db, rq->arena, &which, &rows);
    const struct market_photo_withhold_row *photos = rows.at;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++)
        if (image_hide(&in, photos[i].image, (struct opt_uuid){.set = false}, STR("")) == IMAGE_FAILED)
            result = DB_FAIL;
    return result;
}

static enum db_result release(struct request *rq, struct uuid market)
{
    const struct image_context in = photo_context(rq);
    const struct market_photo_release_in which = {.market = market};
    struct rows rows;
    enum db_result result = market_photo_release(rq->db, rq->arena, &which, &rows);
    const struct market_photo_release_row *photos = rows.at;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++)
        if (image_show(&in, photos[i].image) == IMAGE_FAILED)
            result = DB_FAIL;
    return result;
}

enum db_result photo_follow(struct request *rq, struct uuid market)
{
    enum db_result result = withhold(rq, market);
    return result == DB_OK ? release(rq, market) : result;
}

enum db_result rating_settled(struct request *rq, struct uuid id, bool approved)
{
    struct rows rows;
    (void)approved;
    enum db_result result = rating_rows(rq, (struct list){&id, 1}, &rows);
    if (result != DB_OK || rows.count == 0)
        return result;
    return photo_follow(rq, ((const struct market_rating_one_row *)rows.at)->market);
}

enum db_result market_settled(struct request *rq, struct uuid market, bool approved)
{
    (void)approved;
    return photo_follow(rq, market);
}

/* A picture that is hidden by nobody any more (its uploader deleted it meanwhile) has nothing to be shown of; one that is hidden with its rating
 * is shown with it. */
enum db_result photo_settled(struct request *rq, struct uuid photo, bool approved)
{
    const struct image_context in = photo_context(rq);
    const struct market_photo_refuse_in refused = {.id = photo};
    struct rows rows;
    enum db_result result = approved ? photo_rows(rq, (struct list){&photo, 1}, &rows) : market_photo_refuse(rq->db, rq->arena, &refused);
    if (!approved)
        return result == DB_NONE ? DB_OK : result;
    const struct market_photo_one_row *row = rows.at;
    if (result != DB_OK || rows.count == 0 || str_eq(row->state, STR("withheld")))
        return result;
    return image_show(&in, row->image) == IMAGE_FAILED ? DB_FAIL : photo_follow(rq, row->market);
}
