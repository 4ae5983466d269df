/* Entity tags and conditional requests (RFC 9110, 13). Our tags are strong; nginx weakens one when it compresses, so the
 * W/ is not counted where tags are compared. */
#ifndef CURIO_WEB_CONDITIONAL_H
#define CURIO_WEB_CONDITIONAL_H

#include "web/exchange.h"

/* Whether LIST ("*", or tags separated by commas) names TAG. */
bool etag_listed(struct str list, struct str tag);
/* The tag of a rendered answer: the handler's own, or a hash of the body. Quotes included. */
struct str etag_of(struct response *);
/* Turns a rendered 200 into 304 where the client has it already. */
void conditional_get(struct exchange *);
/* If-Match on a change, inside its transaction: the tag is that of what GET of the same path answers now, so no handler has
 * to think of it. Changes that come with If-Match wait for one another. 412 where it differs. */
step_fn conditional_change;

#endif
