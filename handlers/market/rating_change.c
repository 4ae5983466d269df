/* Saying what a date of a market was like, changing it, taking it back; and what the organiser answers. */
#include "core/text.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"
#include "handlers/market/rating_burst.h"
#include "queries/social.h"
#include "web/visitor.h"

static bool failed(struct response *rs, enum db_result result)
{
    if (result != DB_OK)
        response_db(rs, result);
    return result != DB_OK;
}

/* Ratings of one market take turns from here to the commit. */
static enum db_result take(struct request *rq, struct uuid market)
{
    const struct social_take_in which = {.viewer = rq->viewer.account, .room = STR("market"), .id = market};
    struct social_take_row taken;
    return social_take_one(rq->db, rq->arena, &which, &taken);
}

static bool take_market(struct request *rq, struct response *rs, struct market_rating_place_row *market)
{
    enum db_result result = rating_market(rq, market);
    if (result == DB_OK)
        result = take(rq, market->id);
    if (failed(rs, result))
        return false;
    if (market->organises)
        response_problem(rs, FORBIDDEN, "own-subject", _("This is your own market: others say what it is like."));
    else if (!market->reachable)
        response_problem(rs, CONFLICT, "date-not-rated", _("This market is not shown, and so it can't be rated."));
    return !market->organises && market->reachable;
}

static enum status not_rated(struct response *rs, const char *reason, const char *detail)
{
    response_problem(rs, UNPROCESSABLE_CONTENT, "date-not-rated", detail);
    response_problem_text(rs, "reason", str_of(reason));
    return rs->status;
}

/* The date that the form means, once it was held and while it is remembered. */
static bool find_date(struct request *rq, struct response *rs, struct uuid market, struct market_rating_date_row *date)
{
    const struct rating_new_form *form = rq->form;
    const struct market_rating_date_in which = {.market = market, .date = form->date, .seconds = rq->config->rating_seconds};
    enum db_result result = market_rating_date_one(rq->db, rq->arena, &which, date);
    if (result == DB_FAIL)
        response_db(rs, result);
    else if (result != DB_OK)
        not_rated(rs, "never-was", _("The market had no such date."));
    else if (str_eq(date->status, STR("cancelled")))
        not_rated(rs, "cancelled", _("This date was cancelled."));
    else if (date->ahead)
        not_rated(rs, "not-yet", _("This date has not begun. Come back when you were there."));
    else if (date->late)
        not_rated(rs, "too-late", _("This date is too long ago to be rated."));
    else
        return true;
    return false;
}

static enum status rated_already(struct response *rs, struct uuid id)
{
    char text[UUID_TEXT];
    response_problem(rs, CONFLICT, "rated-already", _("You have rated this date already: change that rating instead."));
    response_problem_text(rs, "rating", uuid_text(id, text));
    return rs->status;
}

static bool is_first(struct request *rq, struct response *rs, struct uuid market, struct str date)
{
    const struct market_rating_own_in which = {.market = market, .date = date, .account = rq->viewer.account};
    struct market_rating_own_row own;
    enum db_result result = market_rating_own_one(rq->db, rq->arena, &which, &own);
    if (result == DB_OK)
        rated_already(rs, own.id);
    else if (result != DB_NONE)
        response_db(rs, result);
    return result == DB_NONE;
}

enum status rating_create(struct request *rq, struct response *rs)
{
    const struct rating_new_form *form = rq->form;
    const struct sha256_digest digest = visitor_digest(rq, STR("rating"));
    struct market_rating_place_row market;
    struct market_rating_date_row date;
    if (!take_market(rq, rs, &market) || !find_date(rq, rs, market.id, &date) || !is_first(rq, rs, market.id, date.date))
        return rs->status;
    const struct market_rating_insert_in row = {.id = uuid_new(),
                                                .market = market.id,
                                                .date = date.date,
                                                .account = rq->viewer.account,
                                                .selection = (int32_t)form->selection.v,
                                                .prices = (int32_t)form->prices.v,
                                                .setting = (int32_t)form->setting.v,
                                                .access = (int32_t)form->access.v,
                                                .words = form->words.p ? str_trim(form->words) : STR(""),
                                                .visitor = sha256_bytes(&digest)};
    enum db_result result = market_rating_insert(rq->db, rq->arena, &row);
    if (result == DB_OK)
        result = rating_burst_hold(rq, market.id, row.visitor);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Thank you. Your rating is saved."));
    return rating_answer(rq, rs, CREATED, row.id);
}

/* The viewer's own rating of {rating}, its market locked. */
static bool take_own(struct request *rq, struct response *rs, struct market_rating_one_row *rating)
{
    enum db_result result = rating_find(rq, rating);
    if (result == DB_OK)
        result = take(rq, rating->market);
    if (result == DB_OK)
        result = rating_find(rq, rating);
    if (failed(rs, result))
        return false;
    if (!rating->mine)
        response_problem(rs, FORBIDDEN, NULL, _("Only who wrote this rating can do that."));
    return rating->mine;
}

static struct opt_int int_of(struct opt_bigint value)
{
    return (struct opt_int){value.set, (int32_t)value.v};
}

enum status rating_revise(struct request *rq, struct response *rs)
{
    const struct rating_edit_form *form = rq->form;
    const struct sha256_digest digest = visitor_digest(rq, STR("rating"));
    struct market_rating_one_row rating;
    if (!take_own(rq, rs, &rating))
        return rs->status;
    const struct market_rating_update_in change = {.id = rating.id,
                                                   .selection = int_of(form->selection),
                                                   .prices = int_of(form->prices),
                                                   .setting = int_of(form->setting),
                                                   .access = int_of(form->access),
                                                   .words = form->has_words && form->words.p ? str_trim(form->words) : STR_NULL};
    enum db_result result = market_rating_update(rq->db, rq->arena, &change);
    if (result == DB_OK)
        result = rating_burst_hold(rq, rating.market, sha256_bytes(&digest));
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Saved."));
    return rating_answer(rq, rs, OK, rating.id);
}

enum status rating_remove(struct request *rq, struct response *rs)
{
    struct market_rating_one_row rating;
    if (!take_own(rq, rs, &rating))
        return rs->status;
    const struct market_rating_delete_in which = {.id = rating.id};
    enum db_result result = photo_forget_rated(rq, rating.id);
    if (result == DB_OK)
        result = market_rating_delete(rq->db, rq->arena, &which);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/markets/" STR_FMT, STR_ARG(rating.market_slug));
    rs->toast = str_of(_("Your rating is deleted."));
    return rs->status = OK;
}

/* The rating of {rating} for whom its market is, locked. */
static bool take_to_reply(struct request *rq, struct response *rs, struct market_rating_one_row *rating)
{
    enum db_result result = rating_find(rq, rating);
    if (result == DB_OK)
        result = take(rq, rating->market);
    if (failed(rs, result))
        return false;
    if (!rating->may_reply)
        response_problem(rs, FORBIDDEN, NULL, _("Only the organiser of the market answers ratings of it."));
    return rating->may_reply;
}

static enum db_result tell_author(struct request *rq, const struct market_rating_one_row *rating)
{
    char id[UUID_TEXT];
    const struct market_rating_tell_in notice = {.id = uuid_new(),
                                                 .rating = rating->id,
                                                 .actor = rq->viewer.account,
                                                 .kind = STR("rating.reply"),
                                                 .link = arena_printf(rq->arena, "/markets/ratings/" STR_FMT, STR_ARG(uuid_text(rating->id, id)))};
    enum db_result result = market_rating_tell(rq->db, rq->arena, &notice);
    return result == DB_NONE ? DB_OK : result;
}

static enum status reply_with(struct request *rq, struct response *rs, struct str words, const char *toast)
{
    struct market_rating_one_row rating;
    if (!take_to_reply(rq, rs, &rating))
        return rs->status;
    const struct market_rating_reply_in reply = {.id = rating.id, .reply = words, .by = rq->viewer.account};
    enum db_result result = market_rating_reply(rq->db, rq->arena, &reply);
    if (result == DB_OK && words.n > 0 && rating.reply.n == 0)
        result = tell_author(rq, &rating);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(toast);
    return rating_answer(rq, rs, OK, rating.id);
}

enum status rating_reply(struct request *rq, struct response *rs)
{
    const struct rating_reply_form *form = rq->form;
    const struct str words = str_trim(form->reply);
    if (words.n > 0)
        return reply_with(rq, rs, words, _("Your answer is there."));
    form_fail(rq->arena, rq->form_state, "reply", "required", _("Say something first."));
    return response_invalid(rs, rq);
}

enum status rating_reply_remove(struct request *rq, struct response *rs)
{
    return reply_with(rq, rs, STR(""), _("Your answer is taken back."));
}
