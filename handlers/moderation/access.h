/* Taking hold of what moderators decide about. */
#ifndef CURIO_HANDLERS_MODERATION_ACCESS_H
#define CURIO_HANDLERS_MODERATION_ACCESS_H

#include "queries/moderation.h"
#include "web/request.h"
#include "web/response.h"

/* DB_NONE: there is no such thing, or the viewer may not see it. */
enum db_result moderation_find(struct request *, struct str room, struct uuid subject, struct moderation_subject_row *out) DB_CHECKED;
/* With the locks that a decision needs, until the transaction ends; what was read before may have changed meanwhile. */
enum db_result moderation_lock(struct request *, struct str room, struct uuid subject) DB_CHECKED;
/* Nobody decides about what is their own, administrators aside. */
bool moderation_is_own(const struct request *, struct opt_uuid owner);
bool moderation_may_decide(const struct request *, struct opt_uuid owner);
enum status moderation_own(struct response *);
/* The same, told where it is so. */
bool moderation_lets(const struct request *, struct response *, struct opt_uuid owner);
/* Somebody was faster: 409 with what was decided, and by whom where that is known. */
enum status moderation_decided(struct response *, struct str decision, struct str by);

#endif
