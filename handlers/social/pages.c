/* The pages of the social part: each shows what its handler made, in the site's frame. */
#include "handlers/site/pages.h"
#include "handlers/social/access.h"
#include "handlers/social/handlers.h"
#include "handlers/social/view.h"
#include "templates/social.h"

static struct social_panel_row *panel_of(struct request *rq, const struct comments_view *view, struct str room)
{
    struct social_panel_row *panel = ARENA_NEW(rq->arena, struct social_panel_row);
    *panel = (struct social_panel_row){
        .room = room,
        .subject = view->subject.id,
        .path = view->subject.path,
        .likes = view->subject.likes,
        .comments = view->subject.comments,
        .liked = view->subject.liked,
        .may_comment = rq->viewer.signed_in && !view->subject.blocked,
        .may_hide = social_may_hide(rq),
        .blocked = view->subject.blocked,
        .next = STR_NULL,
    };
    return panel;
}

void comments_page(struct request *rq, struct response *rs)
{
    const struct comments_view *view = rs->view;
    struct social_panel_row *panel = panel_of(rq, view, rq->arguments[0]);
    panel->threads = (struct list){rs->rows.at, rs->rows.count};
    panel->next = rs->next;
    template_social_comments(&rs->body, page_frame(rq, rs), view->subject.title, panel);
}

void thread_page(struct request *rq, struct response *rs)
{
    const struct comments_view *view = rs->view;
    struct social_panel_row *panel = panel_of(rq, view, view->room);
    template_social_thread_page(&rs->body, page_frame(rq, rs), view->subject.title, panel, &view->comment, rs->rows, rs->next);
}

/* Also what is shown again when a comment could not be taken as it was sent. */
void comment_page(struct request *rq, struct response *rs)
{
    const struct comments_view *view = rs->view;
    struct str path = rq->path, body = view == NULL ? STR("") : view->comment.body;
    bool edit = rq->method != POST;
    struct str problem = rs->status >= BAD_REQUEST && rs->status != UNPROCESSABLE_CONTENT ? rs->detail : STR_NULL;
    if (view != NULL)
        path = str_slice(path, 0, path.n - (sizeof "/edit" - 1));
    template_social_write(&rs->body, page_frame(rq, rs), path, edit, body, rq->form_state, problem);
}

void likes_page(struct request *rq, struct response *rs)
{
    template_social_likes(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}

void follows_page(struct request *rq, struct response *rs)
{
    template_social_follows(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}

void followers_page(struct request *rq, struct response *rs)
{
    const struct followers_view *view = rs->view;
    template_social_followers(&rs->body, page_frame(rq, rs), rs->rows, rs->next, view->requested, view->waiting);
}

void blocks_page(struct request *rq, struct response *rs)
{
    template_social_blocks(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}

void feed_page(struct request *rq, struct response *rs)
{
    template_social_feed(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}

void digest_page(struct request *rq, struct response *rs)
{
    template_social_unsubscribe(&rs->body, page_frame(rq, rs), rq->method == POST && rs->status < BAD_REQUEST);
}
