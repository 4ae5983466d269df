/* Notices from one person to another. */
#ifndef CURIO_HANDLERS_SOCIAL_NOTIFY_H
#define CURIO_HANDLERS_SOCIAL_NOTIFY_H

#include "store/db.h"
#include "web/request.h"

/* Tells PERSON that the viewer did what KIND says, with a link to the viewer's page; once a month at most, however often it happens. */
enum db_result social_notify(struct request *, struct uuid person, const char *kind) DB_CHECKED;

#endif
