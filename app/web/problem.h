/* Errors as application/problem+json (RFC 9457), written here and nowhere else. */
#ifndef CURIO_WEB_PROBLEM_H
#define CURIO_WEB_PROBLEM_H

#include "web/request.h"
#include "web/response.h"

/* {type, title, status, detail, instance, request_id, errors, …} into rs->body. */
void problem_write_json(const struct request *, struct response *);
/* HTTP's own phrase ("Not Found"), for the status line and as the title of problems without a type. */
const char *status_phrase(enum status);

#endif
