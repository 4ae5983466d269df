#include "handlers/social/notify.h"

#include "queries/social.h"

enum db_result social_notify(struct request *rq, struct uuid person, const char *kind)
{
    const struct social_follow_told_in whether = {.account = person, .actor = rq->viewer.account, .kind = str_of(kind)};
    struct str link = str_eq(whether.kind, STR("social.request"))
                          ? STR("/social/followers?state=requested")
                          : arena_printf(rq->arena, "/people/" STR_FMT, STR_ARG(rq->viewer.slug));
    const struct social_notice_in notice = {.id = uuid_new(),
                                            .account = person,
                                            .actor = rq->viewer.account,
                                            .kind = whether.kind,
                                            .room = STR("person"),
                                            .subject = {.set = true, .v = rq->viewer.account},
                                            .title = rq->viewer.name,
                                            .link = link};
    struct social_follow_told_row row;
    enum db_result result = social_follow_told_one(rq->db, rq->arena, &whether, &row);
    return result == DB_OK && !row.told ? social_notice(rq->db, rq->arena, &notice) : result;
}
