/* Reading what people say. */
#include "core/text.h"
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"
#include "handlers/social/place.h"
#include "handlers/social/threads.h"
#include "handlers/social/view.h"

enum { ANSWERS = 100 };

enum status comment_list(struct request *rq, struct response *rs)
{
    const struct social_list_form *form = rq->form;
    int64_t limit = social_limit(form->limit);
    struct comments_view *view = ARENA_NEW(rq->arena, struct comments_view);
    struct rows threads;
    if (!social_asked(rq, rs, &view->subject))
        return rs->status;
    enum db_result result = threads_of(rq, rq->arguments[0], view->subject.id, form->before, limit, &threads);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->next = threads_cut(rq, &threads, limit, sizeof(struct social_thread_row));
    rs->view = view;
    return response_rows(rs, &Q_SOCIAL_THREAD, threads);
}

/* The comment of {id} with its subject, for whom may see that. False: rs tells why not. */
static bool find(struct request *rq, struct response *rs, struct comments_view *view)
{
    struct social_comment_take_row place;
    struct social_comment_in which = {.viewer = social_viewer(rq), .moderator = social_may_hide(rq)};
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? DB_OK : DB_NONE;
    const struct social_comment_take_in where = {.id = which.id};
    if (result == DB_OK)
        result = social_comment_take_one(rq->db, rq->arena, &where, &place);
    if (result == DB_OK)
        result = social_find(rq, place.room, place.subject, &view->subject);
    if (result == DB_OK)
        result = social_comment_one(rq->db, rq->arena, &which, &view->comment);
    if (result != DB_OK)
        response_db(rs, result);
    view->room = place.room;
    return result == DB_OK;
}

enum status comment_answers(struct request *rq, struct response *rs)
{
    const struct answers_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : ANSWERS;
    struct comments_view *view = ARENA_NEW(rq->arena, struct comments_view);
    struct rows answers;
    if (!find(rq, rs, view))
        return rs->status;
    enum db_result result = answers_of(rq, view->comment.id, form->after, limit, &answers);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->next = threads_cut(rq, &answers, limit, sizeof(struct social_comment_row));
    rs->view = view;
    return response_rows(rs, &Q_SOCIAL_COMMENT, answers);
}

/* A page leads to where it stands among the others. */
enum status comment_show(struct request *rq, struct response *rs)
{
    struct comments_view *view = ARENA_NEW(rq->arena, struct comments_view);
    if (!find(rq, rs, view))
        return rs->status;
    if (!rq->page)
        return response_one(rs, OK, &Q_SOCIAL_COMMENT, &view->comment);
    rs->location = comment_place(rq, view->comment.id, view->subject.path);
    return rs->status = rs->location.p == NULL ? NOT_FOUND : SEE_OTHER;
}

enum status comment_edit(struct request *rq, struct response *rs)
{
    struct comments_view *view = ARENA_NEW(rq->arena, struct comments_view);
    if (!find(rq, rs, view))
        return rs->status;
    if (!view->comment.mine && !social_may_hide(rq))
        return response_problem(rs, FORBIDDEN, NULL, _("Only who wrote this comment can change it."));
    rs->view = view;
    return response_one(rs, OK, &Q_SOCIAL_COMMENT, &view->comment);
}
