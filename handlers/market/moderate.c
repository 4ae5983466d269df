#include "handlers/market/moderate.h"

#include "core/text.h"
#include "handlers/market/rating.h"
#include "handlers/moderation/decide.h"
#include "handlers/site/pages.h"
#include "market/shelf/source.h"
#include "queries/market.h"
#include "templates/market.h"

enum { WORDS_MAX = 4000 };

struct view {
    struct market_rating_place_row market;
    struct market_review_state_row state;
};

static const struct field of_review[] = {
    {"note", N_("What the moderators should know this time"), FIELD_LONGTEXT, .offset = offsetof(struct market_review_form, note), .max = WORDS_MAX},
};
static const struct form review_fields = FORM_OF(market_review_form, of_review);

static const struct field of_takedown[] = {
    {"reason", N_("Why, as who entered it reads it, in Markdown"), FIELD_LONGTEXT, true, offsetof(struct market_takedown_form, reason), .min = 1,
     .max = WORDS_MAX},
};
static const struct form takedown_fields = FORM_OF(market_takedown_form, of_takedown);

static enum db_result read_state(struct request *rq, struct view *view)
{
    const struct market_review_state_in which = {.market = view->market.id};
    return market_review_state_one(rq->db, rq->arena, &which, &view->state);
}

static enum status answer(struct request *rq, struct response *rs, enum status status, struct view *view)
{
    enum db_result result = read_state(rq, view);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = view;
    if (rq->method != GET)
        rs->location = arena_printf(rq->arena, STR_FMT "/review", STR_ARG(view->market.path));
    return response_one(rs, status, &Q_MARKET_REVIEW_STATE, &view->state);
}

/* The market of {id}, locked where LOCKED, for who holds it and, where WATCHED, for moderators. Otherwise rs tells why not. */
static struct view *find(struct request *rq, struct response *rs, bool locked, bool watched)
{
    struct view *view = ARENA_NEW(rq->arena, struct view);
    enum db_result result = rating_market(rq, &view->market);
    if (result == DB_OK && locked)
        result = moderation_lock(rq, STR("market"), view->market.id);
    if (result == DB_OK)
        result = read_state(rq, view);
    if (result != DB_OK)
        response_db(rs, result);
    else if (!view->market.organises && !(watched && request_may(rq, MARKET_MODERATE)))
        response_problem(rs, FORBIDDEN, NULL, _("Only who holds this market can do that."));
    else
        return view;
    return NULL;
}

static enum status review_show(struct request *rq, struct response *rs)
{
    struct view *view = find(rq, rs, false, true);
    return view ? answer(rq, rs, OK, view) : rs->status;
}

/* What was taken down stays so until the moderators say otherwise, and so does the reason. */
static enum status review_again(struct request *rq, struct response *rs)
{
    const struct market_review_form *form = rq->form;
    struct view *view = find(rq, rs, true, false);
    if (view == NULL)
        return rs->status;
    if (view->state.entry.set)
        return response_problem(rs, CONFLICT, "waiting-already", _("This market waits for a moderator already."));
    if (str_eq(view->state.review, STR("approved")))
        return response_problem(rs, CONFLICT, "not-refused", _("This market is approved."));
    bool down = str_eq(view->state.review, STR("taken_down"));
    const struct moderation_open_in row = {.id = uuid_new(),
                                           .room = STR("market"),
                                           .subject = view->market.id,
                                           .account = view->market.owner,
                                           .note = form->note.p ? form->note : STR("")};
    const struct moderation_mark_in mark = {
        .room = STR("market"), .subject = view->market.id, .becomes = STR("waiting"), .reason = down ? view->state.reason : STR("")};
    struct moderation_mark_row marked;
    enum db_result result = moderation_open(rq->db, rq->arena, &row);
    if (result == DB_OK)
        result = moderation_mark_one(rq->db, rq->arena, &mark, &marked);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Handed in. You are told when it is decided."));
    return answer(rq, rs, CREATED, view);
}

/* The market for a moderator whose own it is not, with what decisions need to know of it. */
static struct view *take(struct request *rq, struct response *rs, struct moderation_subject_row *subject)
{
    struct view *view = find(rq, rs, true, true);
    if (view == NULL)
        return NULL;
    enum db_result result = moderation_find(rq, STR("market"), view->market.id, subject);
    if (result != DB_OK)
        response_db(rs, result);
    else if (moderation_lets(rq, rs, subject->owner))
        return view;
    return NULL;
}

static enum status settle(struct request *rq, struct response *rs, struct view *view, const struct moderation_verdict *verdict, const char *toast)
{
    enum db_result result = moderation_settle(rq, verdict);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(toast);
    return answer(rq, rs, OK, view);
}

static enum status take_down(struct request *rq, struct response *rs)
{
    const struct market_takedown_form *form = rq->form;
    struct moderation_subject_row subject;
    if (str_trim(form->reason).n == 0) {
        form_fail(rq->arena, rq->form_state, "reason", "required", _("Say why: who entered it reads it."));
        return response_invalid(rs, rq);
    }
    struct view *view = take(rq, rs, &subject);
    if (view == NULL)
        return rs->status;
    if (str_eq(view->state.review, STR("taken_down")) && !view->state.entry.set)
        return moderation_decided(rs, view->state.review, STR(""));
    const struct moderation_verdict verdict = {.decision = "taken_down",
                                               .notice = "market.taken_down",
                                               .action = "market.taken_down",
                                               .stands_alone = true,
                                               .room = STR("market"),
                                               .reason = form->reason,
                                               .subject = &subject};
    return settle(rq, rs, view, &verdict, _("Taken down. Who entered it is told why."));
}

static enum status restore(struct request *rq, struct response *rs)
{
    struct moderation_subject_row subject;
    struct view *view = take(rq, rs, &subject);
    if (view == NULL)
        return rs->status;
    if (!str_eq(view->state.review, STR("taken_down")))
        return response_problem(rs, CONFLICT, "not-taken-down", _("This market is not taken down."));
    const struct moderation_verdict verdict = {.decision = "approved",
                                               .notice = "market.restored",
                                               .action = "market.restored",
                                               .stands_alone = true,
                                               .room = STR("market"),
                                               .reason = STR(""),
                                               .subject = &subject};
    return settle(rq, rs, view, &verdict, _("Back again."));
}

enum db_result market_change_take_back(struct request *rq, struct uuid market)
{
    const struct market_revert_in which = {.market = market};
    struct market_revert_row row;
    struct str why;
    enum db_result result = market_revert_one(rq->db, rq->arena, &which, &row);
    if (result == DB_OK && !row.done)
        return DB_NONE;
    if (result == DB_OK && row.dated)
        result = source_dates(rq->db, rq->arena, market, &why);
    return result == DB_CONFLICT ? DB_OK : result; /* its schedule gives no dates, as before */
}

static void review_page(struct request *rq, struct response *rs)
{
    bool fields = rs->status == UNPROCESSABLE_CONTENT;
    struct str problem = rs->status >= BAD_REQUEST && !fields ? rs->detail : STR_NULL;
    struct response again;
    const struct view *view = rs->view;
    response_init(&again, rq->arena);
    if (rs->status >= BAD_REQUEST) {
        if (review_show(rq, &again) != OK) {
            page_problem(rq, rs);
            return;
        }
        view = again.view;
    }
    template_market_review(&rs->body, page_frame(rq, rs), &view->market, &view->state, rq->form_state, problem, request_may(rq, MARKET_MODERATE));
}

static const struct route routes[] = {
    {GET, "/markets/{id}/review", review_show, N_("How one's market stands with the moderators, and its place in their queue"), ON_BOTH, SIGNED_IN,
     NULL, LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_REVIEW_STATE, .page = review_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/review", review_again, N_("Hand a market in again that was refused"), ON_BOTH, SIGNED_IN, &review_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_REVIEW_STATE, .status = CREATED, .page = review_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/takedown", take_down, N_("Take a market down: only who holds it and moderators see it then"), ON_BOTH, MARKET_MODERATE,
     &takedown_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_REVIEW_STATE, .page = review_page, .room = ROOM_MARKET},
    {DELETE, "/markets/{id}/takedown", restore, N_("Bring a market back that was taken down"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_REVIEW_STATE, .page = review_page, .room = ROOM_MARKET},
};

const struct route_table market_moderate_routes = {routes, sizeof routes / sizeof *routes, N_("Moderation of markets")};
