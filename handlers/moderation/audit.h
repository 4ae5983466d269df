/* The trail of what people do with powers that others do not have. */
#ifndef CURIO_HANDLERS_MODERATION_AUDIT_H
#define CURIO_HANDLERS_MODERATION_AUDIT_H

#include "web/request.h"

struct audited {
    const char *action; /* review.approved, schematic.taken_down, comment.hidden … */
    struct str room;
    struct uuid subject;
    struct str title;  /* what it is called now */
    struct str reason; /* may be absent */
    bool by_itself;    /* the program acted, not the viewer */
};

/* In the caller's transaction, so that it is written down exactly when it happened. */
enum db_result audit_write(struct request *, const struct audited *) DB_CHECKED;

#endif
