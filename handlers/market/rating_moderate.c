/* Taking ratings away and bringing them back. */
#include "core/text.h"
#include "handlers/market/rating.h"
#include "handlers/moderation/decide.h"

/* The rating of {rating}, locked; not the viewer's own. Otherwise rs tells why not. */
static bool take(struct request *rq, struct response *rs, struct market_rating_one_row *rating, struct moderation_subject_row *subject)
{
    struct uuid id;
    enum db_result result = uuid_parse(rq->arguments[0], &id) ? moderation_lock(rq, STR("rating"), id) : DB_NONE;
    if (result == DB_OK)
        result = rating_find(rq, rating);
    if (result == DB_OK)
        result = moderation_find(rq, STR("rating"), id, subject);
    if (result != DB_OK) {
        response_db(rs, result);
        return false;
    }
    return moderation_lets(rq, rs, subject->owner);
}

static enum status settle(struct request *rq, struct response *rs, const struct moderation_verdict *verdict, const char *toast)
{
    enum db_result result = moderation_settle(rq, verdict);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(toast);
    return rating_answer(rq, rs, OK, verdict->subject->id);
}

enum status rating_hide(struct request *rq, struct response *rs)
{
    const struct rating_hide_form *form = rq->form;
    struct market_rating_one_row rating;
    struct moderation_subject_row subject;
    if (str_trim(form->reason).n == 0) {
        form_fail(rq->arena, rq->form_state, "reason", "required", _("Say why: its author reads it."));
        return response_invalid(rs, rq);
    }
    if (!take(rq, rs, &rating, &subject))
        return rs->status;
    if (str_eq(rating.state, STR("hidden")))
        return moderation_decided(rs, rating.state, STR(""));
    const struct moderation_verdict verdict = {.decision = "taken_down",
                                               .notice = "rating.hidden",
                                               .action = "rating.hidden",
                                               .stands_alone = true,
                                               .room = STR("rating"),
                                               .reason = form->reason,
                                               .subject = &subject};
    return settle(rq, rs, &verdict, _("Hidden. Its author is told why."));
}

enum status rating_restore(struct request *rq, struct response *rs)
{
    struct market_rating_one_row rating;
    struct moderation_subject_row subject;
    if (!take(rq, rs, &rating, &subject))
        return rs->status;
    if (str_eq(rating.state, STR("shown")))
        return response_problem(rs, CONFLICT, "not-hidden", _("This rating is shown as it is."));
    const struct moderation_verdict verdict = {.decision = "approved",
                                               .notice = "rating.shown",
                                               .action = "rating.shown",
                                               .stands_alone = true,
                                               .room = STR("rating"),
                                               .reason = STR(""),
                                               .subject = &subject};
    return settle(rq, rs, &verdict, _("Shown again."));
}
