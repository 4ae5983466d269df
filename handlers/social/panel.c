#include "handlers/social/panel.h"

#include "handlers/social/access.h"
#include "handlers/social/threads.h"

const struct social_panel_row *social_panel(struct request *rq, const char *room, struct uuid subject)
{
    struct social_panel_row *panel = ARENA_NEW(rq->arena, struct social_panel_row);
    struct social_subject_row what;
    struct rows threads;
    const struct opt_uuid newest = {.set = false};
    *panel = (struct social_panel_row){.room = str_of(room), .subject = subject, .path = STR("/"), .next = STR_NULL};
    if (social_find(rq, panel->room, subject, &what) != DB_OK ||
        threads_of(rq, panel->room, subject, newest, PANEL_THREADS, &threads) != DB_OK)
        return panel;
    panel->path = what.path;
    panel->likes = what.likes;
    panel->comments = what.comments;
    panel->liked = what.liked;
    panel->blocked = what.blocked;
    panel->may_comment = rq->viewer.signed_in && !what.blocked;
    panel->may_hide = social_may_hide(rq);
    panel->next = threads_cut(rq, &threads, PANEL_THREADS, sizeof(struct social_thread_row));
    panel->threads = (struct list){threads.at, threads.count};
    return panel;
}
