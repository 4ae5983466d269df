/* Reading what people say of a market. */
#include "core/text.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"
#include "web/cursor.h"

enum { DATES_OFFERED = 40 };

enum db_result rating_market(struct request *rq, struct market_rating_place_row *out)
{
    struct market_rating_place_in which = {.slug = rq->arguments[0],
                                           .viewer = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                           .moderator = request_may(rq, MARKET_MODERATE)};
    which.id.set = uuid_parse(rq->arguments[0], &which.id.v);
    return market_rating_place_one(rq->db, rq->arena, &which, out);
}

enum db_result rating_rows(struct request *rq, struct list ids, struct rows *out)
{
    const struct market_rating_one_in which = {.ids = ids,
                                               .viewer = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                               .moderator = request_may(rq, MARKET_MODERATE)};
    return market_rating_one(rq->db, rq->arena, &which, out);
}

enum db_result rating_photos(struct request *rq, struct rows ratings, struct rows *out)
{
    const struct market_rating_one_row *rating = ratings.at;
    struct uuid *ids = arena_array(rq->arena, ratings.count + 1, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < ratings.count; i++)
        if (rating[i].photos > 0)
            ids[count++] = rating[i].id;
    return photo_rows_of(rq, (struct list){ids, count}, out);
}

static enum db_result find_by_id(struct request *rq, struct uuid id, struct market_rating_one_row *out)
{
    struct rows rows;
    enum db_result result = rating_rows(rq, (struct list){&id, 1}, &rows);
    if (result == DB_OK && rows.count > 0)
        *out = *(const struct market_rating_one_row *)rows.at;
    return result == DB_OK && rows.count == 0 ? DB_NONE : result;
}

enum db_result rating_find(struct request *rq, struct market_rating_one_row *out)
{
    struct uuid id;
    return uuid_parse(rq->arguments[0], &id) ? find_by_id(rq, id, out) : DB_NONE;
}

struct str rating_path(struct request *rq, struct uuid id)
{
    char text[UUID_TEXT];
    return arena_printf(rq->arena, "/markets/ratings/" STR_FMT, STR_ARG(uuid_text(id, text)));
}

enum status rating_answer(struct request *rq, struct response *rs, enum status status, struct uuid id)
{
    struct market_rating_one_row *rating = ARENA_NEW(rq->arena, struct market_rating_one_row);
    enum db_result result = find_by_id(rq, id, rating);
    if (result != DB_OK)
        return response_db(rs, result);
    if (rq->method != GET)
        rs->location = rating_path(rq, id);
    return response_one(rs, status, &Q_MARKET_RATING_ONE, rating);
}

enum status rating_show(struct request *rq, struct response *rs)
{
    struct uuid id;
    return uuid_parse(rq->arguments[0], &id) ? rating_answer(rq, rs, OK, id) : response_db(rs, DB_NONE);
}

/* A cursor of another order is no place in this one. */
static bool read_cursor(struct request *rq, const struct rating_list_form *form, struct opt_int *total, struct opt_uuid *before)
{
    int64_t key = 0;
    if (form->before.n == 0)
        return true;
    before->set = total->set = cursor_decode_keyed(rq->arena, form->before, form->sort, &key, &before->v);
    total->v = (int32_t)key;
    return before->set;
}

static enum db_result pick(struct request *rq, struct uuid market, struct opt_int total, struct opt_uuid before, int64_t limit, struct rows *out)
{
    const struct rating_list_form *form = rq->form;
    const struct market_rating_best_in best = {.market = market, .total = total, .before = before, .limit = limit};
    const struct market_rating_worst_in worst = {.market = market, .total = total, .before = before, .limit = limit};
    const struct market_rating_newest_in newest = {.market = market,
                                                   .viewer = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                                   .moderator = request_may(rq, MARKET_MODERATE),
                                                   .before = before,
                                                   .limit = limit};
    if (str_eq(form->sort, STR("best")))
        return market_rating_best(rq->db, rq->arena, &best, out);
    if (str_eq(form->sort, STR("worst")))
        return market_rating_worst(rq->db, rq->arena, &worst, out);
    return market_rating_newest(rq->db, rq->arena, &newest, out);
}

/* The rows of what was picked: ORDER's cursor goes on after the last, where more than LIMIT were. Rows of all picks are alike. */
static enum db_result rows_of(struct request *rq, struct response *rs, struct rows picked, int64_t limit, struct str order, struct rows *out)
{
    const struct market_rating_newest_row *found = picked.at;
    struct uuid *ids = arena_array(rq->arena, picked.count + 1, sizeof *ids);
    if (picked.count > (size_t)limit) {
        picked.count = (size_t)limit;
        const struct market_rating_newest_row *last = found + limit - 1;
        rs->next = order.n > 0 ? cursor_encode_keyed(rq->arena, order, last->total, last->id) : cursor_encode(rq->arena, last->id);
    }
    for (size_t i = 0; i < picked.count; i++)
        ids[i] = found[i].id;
    return rating_rows(rq, (struct list){ids, picked.count}, out);
}

static enum db_result read_summary(struct request *rq, struct rating_view *view)
{
    const struct market_rating_summary_in which = {.market = view->market.id};
    return market_rating_summary_one(rq->db, rq->arena, &which, &view->summary);
}

enum status rating_list(struct request *rq, struct response *rs)
{
    const struct rating_list_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : RATING_LIMIT;
    struct rating_view *view = ARENA_NEW(rq->arena, struct rating_view);
    struct opt_int total = {0};
    struct opt_uuid before = {0};
    struct rows rows = {NULL, 0};
    if (!read_cursor(rq, form, &total, &before)) {
        form_fail(rq->arena, rq->form_state, "before", "malformed", _("This can't be read as it was sent."));
        return response_invalid(rs, rq);
    }
    enum db_result result = rating_market(rq, &view->market);
    if (result == DB_OK)
        result = pick(rq, view->market.id, total, before, limit + 1, &rows);
    if (result == DB_OK)
        result = rows_of(rq, rs, rows, limit, form->sort, &rows);
    if (result == DB_OK)
        result = read_summary(rq, view);
    if (result == DB_OK && rq->page)
        result = rating_photos(rq, rows, &view->photos);
    if (result != DB_OK)
        return response_db(rs, result);
    view->sort = form->sort;
    rs->view = view;
    return response_rows(rs, &Q_MARKET_RATING_ONE, rows);
}

enum status rating_mine(struct request *rq, struct response *rs)
{
    const struct rating_mine_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : RATING_LIMIT;
    const struct market_rating_mine_in whose = {.viewer = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows = {NULL, 0};
    enum db_result result = market_rating_mine(rq->db, rq->arena, &whose, &rows);
    if (result == DB_OK)
        result = rows_of(rq, rs, rows, limit, STR(""), &rows);
    return result == DB_OK ? response_rows(rs, &Q_MARKET_RATING_ONE, rows) : response_db(rs, result);
}

enum status rating_summary(struct request *rq, struct response *rs)
{
    struct rating_view *view = ARENA_NEW(rq->arena, struct rating_view);
    enum db_result result = rating_market(rq, &view->market);
    if (result == DB_OK)
        result = read_summary(rq, view);
    return result == DB_OK ? response_one(rs, OK, &Q_MARKET_RATING_SUMMARY, &view->summary) : response_db(rs, result);
}

enum status rating_begin(struct request *rq, struct response *rs)
{
    struct rating_view *view = ARENA_NEW(rq->arena, struct rating_view);
    enum db_result result = rating_market(rq, &view->market);
    const struct market_rating_dates_in which = {
        .market = view->market.id, .viewer = rq->viewer.account, .seconds = rq->config->rating_seconds, .limit = DATES_OFFERED};
    if (result == DB_OK)
        result = market_rating_dates(rq->db, rq->arena, &which, &view->dates);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = view;
    return rs->status = OK;
}
