/* Who follows oneself, and who waits to be let follow. */
#include "account/then.h"
#include "core/text.h"
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"
#include "handlers/social/notify.h"
#include "handlers/social/view.h"

enum status follower_list(struct request *rq, struct response *rs)
{
    const struct follower_list_form *form = rq->form;
    struct followers_view *view = ARENA_NEW(rq->arena, struct followers_view);
    struct social_follower_waiting_row waiting;
    struct rows rows;
    int64_t limit = social_limit(form->limit);
    view->requested = str_eq(form->state, STR("requested"));
    const struct social_follower_page_in which = {
        .account = rq->viewer.account, .accepted = !view->requested, .before = form->before, .limit = limit + 1};
    const struct social_follower_waiting_in whose = {.account = rq->viewer.account};
    enum db_result result = social_follower_page(rq->db, rq->arena, &which, &rows);
    if (result == DB_OK)
        result = social_follower_waiting_one(rq->db, rq->arena, &whose, &waiting);
    if (result != DB_OK)
        return response_db(rs, result);
    view->waiting = waiting.waiting;
    rs->view = view;
    return response_page(rs, &Q_SOCIAL_FOLLOWER_PAGE, rows, limit, "id");
}

static enum status done(struct request *rq, struct response *rs, enum db_result result, const char *toast)
{
    const struct then_form *form = rq->form;
    if (result != DB_OK)
        return response_db(rs, result); /* nobody of that name asked or follows */
    rs->location = form != NULL && form->then.n > 0 ? then_place(form->then) : STR("/social/followers");
    rs->toast = str_of(toast);
    return rs->status = OK;
}

enum status follower_accept(struct request *rq, struct response *rs)
{
    struct social_person_row person;
    if (!social_asked_person(rq, rs, &person))
        return rs->status;
    const struct social_follower_accept_in request = {.account = rq->viewer.account, .follower = person.id};
    enum db_result result = social_follower_accept(rq->db, rq->arena, &request);
    if (result == DB_OK)
        result = social_notify(rq, person.id, "social.accept");
    return done(rq, rs, result, _("They follow you now."));
}

enum status follower_remove(struct request *rq, struct response *rs)
{
    struct social_person_row person;
    char text[UUID_TEXT];
    if (!social_asked_person(rq, rs, &person))
        return rs->status;
    const struct social_follow_delete_in follow = {
        .account = person.id, .kind = STR("person"), .target = arena_str(rq->arena, uuid_text(rq->viewer.account, text))};
    return done(rq, rs, social_follow_delete(rq->db, rq->arena, &follow), _("They do not follow you any more."));
}
