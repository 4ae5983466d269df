#include "handlers/social/access.h"

enum { LIMIT = 24 };

bool social_may_hide(const struct request *rq)
{
    return request_may(rq, SCHEMATIC_MODERATE) || request_may(rq, ACCOUNT_MODERATE);
}

struct opt_uuid social_viewer(const struct request *rq)
{
    return (struct opt_uuid){.set = rq->viewer.signed_in, .v = rq->viewer.account};
}

enum db_result social_find(struct request *rq, struct str room, struct uuid subject, struct social_subject_row *out)
{
    const struct social_subject_in which = {
        .room = room, .id = subject, .viewer = social_viewer(rq), .moderator = social_may_hide(rq)};
    return social_subject_one(rq->db, rq->arena, &which, out);
}

bool social_asked(struct request *rq, struct response *rs, struct social_subject_row *out)
{
    struct uuid id;
    enum db_result result = uuid_parse(rq->arguments[1], &id) ? social_find(rq, rq->arguments[0], id, out) : DB_NONE;
    if (result == DB_OK)
        return true;
    response_db(rs, result);
    return false;
}

/* Looked at again once it is locked: what it allowed a moment ago may be over. */
bool social_take_asked(struct request *rq, struct response *rs, struct opt_uuid parent, struct social_subject_row *out)
{
    struct social_take_row taken;
    if (!social_asked(rq, rs, out))
        return false;
    const struct social_take_in which = {
        .viewer = rq->viewer.account, .room = rq->arguments[0], .id = out->id, .parent = parent};
    enum db_result result = social_take_one(rq->db, rq->arena, &which, &taken);
    if (result == DB_OK)
        return social_asked(rq, rs, out);
    response_db(rs, result);
    return false;
}

bool social_asked_person(struct request *rq, struct response *rs, struct social_person_row *out)
{
    const struct social_person_in who = {.slug = rq->arguments[0], .viewer = rq->viewer.account};
    enum db_result result = social_person_one(rq->db, rq->arena, &who, out);
    if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

bool social_done(enum db_result result)
{
    return result == DB_OK || result == DB_NONE;
}

int64_t social_limit(struct opt_bigint asked)
{
    return asked.set ? asked.v : LIMIT;
}
