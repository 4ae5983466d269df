/* What a decision about a subject brings with it, whatever led to it. */
#ifndef CURIO_HANDLERS_MODERATION_DECIDE_H
#define CURIO_HANDLERS_MODERATION_DECIDE_H

#include "handlers/moderation/access.h"

struct moderation_verdict {
    const char *decision; /* of the case: approved, rejected or taken_down */
    const char *notice;   /* its owner is told so; NULL: not told, or otherwise */
    const char *action;   /* the trail says so */
    bool stands_alone;    /* is kept though no case waited for it */
    struct str room, reason;
    const struct moderation_subject_row *subject;
};

/* Case, subject, reports, notices and trail, in the caller's transaction, with the locks of moderation_lock. DB_NONE: no case was open. */
enum db_result moderation_settle(struct request *, const struct moderation_verdict *) DB_CHECKED;

/* How the rooms of subjects differ. */
struct moderation_room {
    const char *name;
    const char *approved, *rejected; /* notices to the owner; NULL: nobody is told by the decision itself */
    const char *review;              /* what follows the subject's path to where a refusal's reason stands */
    bool published;                  /* approved subjects are news */
    enum db_result (*settled)(struct request *, struct uuid subject, bool approved); /* what else follows; may be NULL */
};
const struct moderation_room *moderation_room(struct str name);

#endif
