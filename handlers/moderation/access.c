#include "handlers/moderation/access.h"

#include "core/text.h"

enum db_result moderation_find(struct request *rq, struct str room, struct uuid subject, struct moderation_subject_row *out)
{
    const struct moderation_subject_in which = {
        .room = room, .id = subject, .viewer = rq->viewer.account, .moderator = request_may(rq, SCHEMATIC_MODERATE) || request_may(rq, MARKET_MODERATE)};
    return moderation_subject_one(rq->db, rq->arena, &which, out);
}

enum db_result moderation_lock(struct request *rq, struct str room, struct uuid subject)
{
    const struct moderation_take_in which = {.viewer = rq->viewer.account, .room = room, .subject = subject};
    struct moderation_take_row taken;
    return moderation_take_one(rq->db, rq->arena, &which, &taken);
}

bool moderation_is_own(const struct request *rq, struct opt_uuid owner)
{
    return owner.set && uuid_eq(owner.v, rq->viewer.account);
}

bool moderation_may_decide(const struct request *rq, struct opt_uuid owner)
{
    return !moderation_is_own(rq, owner) || request_may(rq, SITE_ADMIN);
}

enum status moderation_own(struct response *rs)
{
    return response_problem(rs, FORBIDDEN, "own-subject", _("This is your own: another moderator decides about it."));
}

bool moderation_lets(const struct request *rq, struct response *rs, struct opt_uuid owner)
{
    const bool lets = moderation_may_decide(rq, owner);
    if (!lets)
        moderation_own(rs);
    return lets;
}

enum status moderation_decided(struct response *rs, struct str decision, struct str by)
{
    struct str words = by.n > 0 ? arena_printf(rs->arena, _("%s was faster and has decided about this."), arena_str(rs->arena, by).p)
                                : str_of(_("This was decided or withdrawn meanwhile."));
    response_problem(rs, CONFLICT, "decided-already", words.p);
    response_problem_text(rs, "decision", decision);
    if (by.n > 0)
        response_problem_text(rs, "decided_by", by);
    return rs->status;
}
