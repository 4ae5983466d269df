/* One market, and its dates. */
#include "handlers/market/show.h"

#include "core/text.h"
#include "handlers/market/forms.h"
#include "handlers/market/handlers.h"
#include "web/cursor.h"

enum db_result market_asked(struct request *rq, struct market_one_row *out)
{
    struct market_one_in in = {.slug = rq->arguments[0],
                               .viewer = {rq->viewer.signed_in, rq->viewer.account},
                               .moderator = request_may(rq, MARKET_MODERATE)};
    in.id.set = uuid_parse(rq->arguments[0], &in.id.v);
    if (rq->route->form == &market_one_fields && rq->form != NULL) {
        const struct market_one_form *form = rq->form;
        in.latitude = form->latitude;
        in.longitude = form->longitude;
    }
    return market_one_one(rq->db, rq->arena, &in, out);
}

/* To the same place of the market that was kept: the API's readers are led within the API. */
static enum status lead_on(struct request *rq, struct response *rs, struct str slug, const char *below)
{
    struct str place = arena_printf(rq->arena, "/markets/" STR_FMT "%s", STR_ARG(slug), below);
    const struct str parts[] = {STR("/api/v1"), place};
    rs->location = place;
    if (rq->page)
        return rs->status = SEE_OTHER;
    response_header(rs, STR("Location"), arena_join(rq->arena, 2, parts));
    return rs->status = FOUND;
}

enum status market_show(struct request *rq, struct response *rs)
{
    struct market_one_row *market = ARENA_NEW(rq->arena, struct market_one_row);
    enum db_result result = market_asked(rq, market);
    if (result != DB_OK)
        return response_db(rs, result);
    if (market->merged_into.n > 0)
        return lead_on(rq, rs, market->merged_into, "");
    return response_one(rs, OK, &Q_MARKET_ONE, market);
}

/* A cursor holds the last date's start. */
static bool read_cursor(struct request *rq, const struct market_dates_form *form, struct market_dates_in *in)
{
    struct uuid market;
    if (form->before.n == 0)
        return true;
    in->last.set = cursor_decode_keyed(rq->arena, form->before, in->past ? STR("past") : STR("coming"), &in->last.v.us, &market)
                   && uuid_eq(market, in->market);
    return in->last.set;
}

enum status market_show_dates(struct request *rq, struct response *rs)
{
    const struct market_dates_form *form = rq->form;
    struct market_one_row *market = ARENA_NEW(rq->arena, struct market_one_row);
    struct rows rows;
    int64_t limit = form->limit.set ? form->limit.v : MARKET_PAGE_LIMIT;
    enum db_result result = market_asked(rq, market);
    if (result == DB_OK && market->merged_into.n > 0)
        return lead_on(rq, rs, market->merged_into, "/dates");
    struct market_dates_in in = {.market = market->id, .past = form->past, .limit = limit + 1};
    if (result == DB_OK && !read_cursor(rq, form, &in)) {
        form_fail(rq->arena, rq->form_state, "before", "malformed", _("This can't be read as it was sent."));
        return response_invalid(rs, rq);
    }
    if (result == DB_OK)
        result = market_dates(rq->db, rq->arena, &in, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    if (rows.count > (size_t)limit) {
        rows.count = (size_t)limit;
        const struct market_dates_row *last = (const struct market_dates_row *)rows.at + limit - 1;
        rs->next = cursor_encode_keyed(rq->arena, in.past ? STR("past") : STR("coming"), last->starts.us, market->id);
    }
    rs->view = market;
    return response_rows(rs, &Q_MARKET_DATES, rows);
}
