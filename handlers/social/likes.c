/* Likes. */
#include "core/text.h"
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"
#include "social/activity.h"

static enum status answer(struct request *rq, struct response *rs)
{
    struct social_subject_row subject;
    struct social_liked_row *liked = ARENA_NEW(rq->arena, struct social_liked_row);
    if (!social_asked(rq, rs, &subject))
        return rs->status;
    *liked = (struct social_liked_row){subject.liked, subject.likes};
    rs->location = arena_printf(rq->arena, STR_FMT "#social", STR_ARG(subject.path));
    return response_one(rs, OK, &Q_SOCIAL_LIKED, liked);
}

enum status like_show(struct request *rq, struct response *rs)
{
    return answer(rq, rs);
}

/* One notice gathers those that like until its owner reads it. Who likes, takes it back and likes again tells nobody anew. */
static enum db_result tell(struct request *rq, const struct social_subject_row *subject)
{
    const char *room = arena_str(rq->arena, rq->arguments[0]).p;
    const struct social_like_gather_in more = {
        .owner = subject->owner, .actor = rq->viewer.account, .room = rq->arguments[0], .subject = subject->id};
    const struct social_notice_in first = {.id = uuid_new(),
                                           .account = subject->owner,
                                           .actor = rq->viewer.account,
                                           .kind = STR("social.like"),
                                           .room = rq->arguments[0],
                                           .subject = {.set = true, .v = subject->id},
                                           .title = subject->title,
                                           .link = subject->path};
    enum db_result recorded = social_record(rq->db, rq->arena, rq->viewer.account, "liked", room, subject->id);
    if (!social_done(recorded) || uuid_eq(subject->owner, rq->viewer.account) || subject->blocked)
        return recorded;
    enum db_result result = social_like_gather(rq->db, rq->arena, &more);
    return result == DB_NONE && recorded == DB_OK ? social_notice(rq->db, rq->arena, &first) : result;
}

enum status like_give(struct request *rq, struct response *rs)
{
    struct social_subject_row subject;
    const struct opt_uuid none = {.set = false};
    if (!social_take_asked(rq, rs, none, &subject))
        return rs->status;
    const struct social_like_insert_in like = {
        .id = uuid_new(), .room = rq->arguments[0], .subject = subject.id, .account = rq->viewer.account};
    enum db_result result = social_like_insert(rq->db, rq->arena, &like);
    if (result == DB_OK)
        result = tell(rq, &subject);
    return social_done(result) ? answer(rq, rs) : response_db(rs, result);
}

enum status like_take_back(struct request *rq, struct response *rs)
{
    struct social_subject_row subject;
    struct social_like_delete_row given;
    const struct opt_uuid none = {.set = false};
    if (!social_take_asked(rq, rs, none, &subject))
        return rs->status;
    const struct social_like_delete_in like = {
        .room = rq->arguments[0], .subject = subject.id, .account = rq->viewer.account};
    enum db_result result = social_like_delete_one(rq->db, rq->arena, &like, &given);
    const struct social_like_ungather_in told = {
        .owner = subject.owner, .room = like.room, .subject = subject.id, .given = given.created_at};
    if (result == DB_OK && !uuid_eq(subject.owner, rq->viewer.account) && !subject.blocked)
        result = social_like_ungather(rq->db, rq->arena, &told);
    return social_done(result) ? answer(rq, rs) : response_db(rs, result);
}

enum status like_list(struct request *rq, struct response *rs)
{
    const struct social_list_form *form = rq->form;
    int64_t limit = social_limit(form->limit);
    const struct social_like_page_in which = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = social_like_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_SOCIAL_LIKE_PAGE, rows, limit, "id") : response_db(rs, result);
}
