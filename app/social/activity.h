/* What people did that others may hear of. In the caller's transaction, so that it is written down exactly when it happened. */
#ifndef CURIO_SOCIAL_ACTIVITY_H
#define CURIO_SOCIAL_ACTIVITY_H

#include "store/db.h"

/* VERB: published, updated, commented, liked or collected; ROOM and SUBJECT as in the view `subject`. DB_NONE: it was written down
 * before (an update: within the hour), and nobody hears of it again. Where a subject is published the first time, everyone who follows
 * ACCOUNT gets a notice of the kind ROOM.new; a subject that is not listed yet counts as not published, so whoever may have made it
 * visible (a scan, a review, its owner) calls this, and none has to know of the others. What of it is shown is decided when it is read. */
enum db_result social_record(struct db *, struct arena *, struct uuid account, const char *verb, const char *room, struct uuid subject)
    DB_CHECKED;

#endif
