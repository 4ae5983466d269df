/* Following people and tags. */
#include "account/then.h"
#include "core/text.h"
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"
#include "handlers/social/notify.h"

enum { TAG_MAX = 200 }; /* bytes */

struct followed {
    struct str kind, target; /* as the table has them */
    struct social_person_row person; /* of that kind */
};

/* What {kind} and {target} name; a person by slug. False: rs tells why it names nothing. */
static bool find(struct request *rq, struct response *rs, struct followed *out)
{
    char text[UUID_TEXT];
    const struct social_person_in who = {.slug = rq->arguments[1], .viewer = rq->viewer.account};
    out->kind = rq->arguments[0];
    out->target = str_trim(rq->arguments[1]);
    enum db_result result = DB_NONE;
    if (str_eq(out->kind, STR("tag")) && out->target.n > 0 && out->target.n <= TAG_MAX)
        result = DB_OK;
    if (str_eq(out->kind, STR("person"))) {
        result = social_person_one(rq->db, rq->arena, &who, &out->person);
        if (result == DB_OK)
            out->target = arena_str(rq->arena, uuid_text(out->person.id, text));
    }
    if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

static enum status answer(struct request *rq, struct response *rs, const struct followed *what)
{
    const struct social_followed_in which = {.kind = what->kind, .target = what->target, .viewer = social_viewer(rq)};
    struct social_followed_row *row = ARENA_NEW(rq->arena, struct social_followed_row);
    enum db_result result = social_followed_one(rq->db, rq->arena, &which, row);
    row->target = rq->arguments[1];
    return result == DB_OK ? response_one(rs, OK, &Q_SOCIAL_FOLLOWED, row) : response_db(rs, result);
}

/* Pages say where they want to go on; the API's route has no form. */
static void go_back(struct request *rq, struct response *rs)
{
    const struct then_form *form = rq->form;
    if (form != NULL)
        rs->location = form->then.n > 0 ? then_place(form->then) : STR("/social/follows");
}

enum status follow_show(struct request *rq, struct response *rs)
{
    struct followed what;
    return find(rq, rs, &what) ? answer(rq, rs, &what) : rs->status;
}

enum status follow_begin(struct request *rq, struct response *rs)
{
    struct followed what;
    if (!find(rq, rs, &what))
        return rs->status;
    bool person = str_eq(what.kind, STR("person"));
    if (person && uuid_eq(what.person.id, rq->viewer.account))
        return response_problem(rs, CONFLICT, "own-account", _("Nobody follows themselves."));
    if (person && (what.person.blocks_me || what.person.blocked))
        return response_problem(rs, FORBIDDEN, "blocked", _("One of you blocks the other."));
    const struct social_follow_insert_in follow = {
        .id = uuid_new(), .account = rq->viewer.account, .kind = what.kind, .target = what.target};
    struct social_follow_insert_row made;
    enum db_result result = social_follow_insert_one(rq->db, rq->arena, &follow, &made);
    if (result == DB_OK && person)
        result = social_notify(rq, what.person.id, made.accepted ? "social.follow" : "social.request");
    if (!social_done(result))
        return response_db(rs, result);
    go_back(rq, rs);
    return answer(rq, rs, &what);
}

enum status follow_end(struct request *rq, struct response *rs)
{
    struct followed what;
    if (!find(rq, rs, &what))
        return rs->status;
    const struct social_follow_delete_in follow = {.account = rq->viewer.account, .kind = what.kind, .target = what.target};
    enum db_result result = social_follow_delete(rq->db, rq->arena, &follow);
    if (!social_done(result))
        return response_db(rs, result);
    go_back(rq, rs);
    return answer(rq, rs, &what);
}

enum status follow_list(struct request *rq, struct response *rs)
{
    const struct social_list_form *form = rq->form;
    int64_t limit = social_limit(form->limit);
    const struct social_follow_page_in which = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = social_follow_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_SOCIAL_FOLLOW_PAGE, rows, limit, "id") : response_db(rs, result);
}
