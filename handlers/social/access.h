/* Who asks about which subject, and who may say what hides. */
#ifndef CURIO_HANDLERS_SOCIAL_ACCESS_H
#define CURIO_HANDLERS_SOCIAL_ACCESS_H

#include "queries/social.h"
#include "web/request.h"
#include "web/response.h"

bool social_may_hide(const struct request *);
struct opt_uuid social_viewer(const struct request *);
/* The subject as the viewer may see it. DB_NONE: there is none, or not for them. */
enum db_result social_find(struct request *, struct str room, struct uuid subject, struct social_subject_row *out) DB_CHECKED;
/* The same from the route's {room} and {id}. False: rs tells why not. */
bool social_asked(struct request *, struct response *, struct social_subject_row *out);
/* The same for a change, with the locks that it needs; PARENT is the comment that is answered, if any. */
bool social_take_asked(struct request *, struct response *, struct opt_uuid parent, struct social_subject_row *out);
/* The person whose {slug} is the route's first argument. False: rs tells that there is none. */
bool social_asked_person(struct request *, struct response *, struct social_person_row *out);
/* DB_NONE is as good as DB_OK: what was to be there, or away, is. */
bool social_done(enum db_result);
int64_t social_limit(struct opt_bigint asked);

#endif
