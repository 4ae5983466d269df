#include "handlers/social/threads.h"

#include <assert.h>
#include <string.h>

#include "handlers/social/access.h"
#include "handlers/social/panel.h"
#include "web/cursor.h"

/* The queries answer the same columns; tests/unit/social/test_columns.c compares them one by one. */
static_assert(sizeof(struct social_comment_row) == sizeof(struct social_comment_page_row), "the same columns");
static_assert(sizeof(struct social_comment_row) == sizeof(struct social_comment_answers_row), "the same columns");

struct str threads_cut(struct request *rq, struct rows *rows, int64_t limit, size_t size)
{
    struct uuid last;
    if (rows->count <= (size_t)limit)
        return STR_NULL;
    rows->count = (size_t)limit;
    memcpy(&last, (const char *)rows->at + (rows->count - 1) * size, sizeof last);
    return cursor_encode(rq->arena, last);
}

static enum db_result answers_to(struct request *rq, struct list parents, struct opt_uuid after, int64_t limit, struct rows *out)
{
    const struct social_comment_answers_in which = {.parents = parents,
                                                    .viewer = social_viewer(rq),
                                                    .moderator = social_may_hide(rq),
                                                    .after = after,
                                                    .limit = limit + 1};
    return social_comment_answers(rq->db, rq->arena, &which, out);
}

enum db_result answers_of(struct request *rq, struct uuid comment, struct opt_uuid after, int64_t limit, struct rows *out)
{
    return answers_to(rq, (struct list){&comment, 1}, after, limit, out);
}

/* Of all ANSWERS those to COMMENT, in their order. */
static struct social_thread_row thread(struct request *rq, const struct social_comment_row *comment, struct rows answers)
{
    const struct social_comment_row *all = answers.at;
    struct social_comment_row *own = arena_array(rq->arena, PANEL_ANSWERS + 1, sizeof *own);
    size_t count = 0;
    for (size_t i = 0; i < answers.count; i++)
        if (uuid_eq(all[i].parent.v, comment->id) && count <= PANEL_ANSWERS)
            own[count++] = all[i];
    bool more = count > PANEL_ANSWERS;
    return (struct social_thread_row){*comment, {own, more ? PANEL_ANSWERS : count}, more};
}

enum db_result threads_of(struct request *rq, struct str room, struct uuid subject, struct opt_uuid before, int64_t limit,
                          struct rows *out)
{
    const struct social_comment_page_in which = {.room = room,
                                                 .subject = subject,
                                                 .viewer = social_viewer(rq),
                                                 .moderator = social_may_hide(rq),
                                                 .before = before,
                                                 .limit = limit + 1};
    struct rows comments, answers;
    const struct opt_uuid from_first = {.set = false};
    enum db_result result = social_comment_page(rq->db, rq->arena, &which, &comments);
    if (result != DB_OK)
        return result;
    const struct social_comment_row *comment = comments.at;
    struct uuid *ids = arena_array(rq->arena, comments.count + 1, sizeof *ids);
    struct social_thread_row *threads = arena_array(rq->arena, comments.count + 1, sizeof *threads);
    for (size_t i = 0; i < comments.count; i++)
        ids[i] = comment[i].id;
    result = answers_to(rq, (struct list){ids, comments.count}, from_first, PANEL_ANSWERS, &answers);
    for (size_t i = 0; result == DB_OK && i < comments.count; i++)
        threads[i] = thread(rq, &comment[i], answers);
    *out = (struct rows){threads, comments.count};
    return result;
}
