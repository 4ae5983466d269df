#include "handlers/social/place.h"

#include "handlers/social/panel.h"
#include "queries/social.h"
#include "web/cursor.h"

enum { THREAD_ANSWERS = 100 }; /* what the page of a thread shows unless asked otherwise */

struct str comment_link(struct arena *arena, struct uuid comment)
{
    char text[UUID_TEXT];
    struct str id = uuid_text(comment, text);
    return arena_printf(arena, "/social/comments/" STR_FMT, STR_ARG(id));
}

static struct str place_in_thread(struct request *rq, const struct social_comment_place_row *at, struct str id)
{
    char text[UUID_TEXT];
    struct str thread = uuid_text(at->thread, text);
    bool far = at->before >= THREAD_ANSWERS && at->previous.set;
    struct str after = far ? cursor_encode(rq->arena, at->previous.v) : STR("");
    return arena_printf(rq->arena, "/social/comments/" STR_FMT "/answers%s" STR_FMT "#comment-" STR_FMT, STR_ARG(thread),
                        far ? "?after=" : "", STR_ARG(after), STR_ARG(id));
}

struct str comment_place(struct request *rq, struct uuid comment, struct str subject_path)
{
    char text[UUID_TEXT];
    const struct social_comment_place_in which = {.id = comment};
    struct social_comment_place_row at;
    struct str id = uuid_text(comment, text);
    if (social_comment_place_one(rq->db, rq->arena, &which, &at) != DB_OK)
        return STR_NULL;
    if (at.newer < PANEL_THREADS && at.before < PANEL_ANSWERS)
        return arena_printf(rq->arena, STR_FMT "#comment-" STR_FMT, STR_ARG(subject_path), STR_ARG(id));
    return place_in_thread(rq, &at, id);
}
