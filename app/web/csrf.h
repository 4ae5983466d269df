/* Against requests that a foreign site makes a browser send. Only requests that a cookie speaks for need it: browsers' pages,
 * and the API where its caller was recognised by cookie. */
#ifndef CURIO_WEB_CSRF_H
#define CURIO_WEB_CSRF_H

#include "web/exchange.h"

/* Fills rq->csrf for pages, and gives those not signed in the cookie that their token is bound to. */
void csrf_prepare(struct exchange *);
step_fn csrf_check_origin; /* Sec-Fetch-Site and Origin, before the body is read */
step_fn csrf_check_token;  /* the field csrf, or the header X-CSRF-Token */

/* The token for BOUND_TO (a session's id, or the cookie's value), masked afresh each time so that compression does not
 * give it away (BREACH); and whether TOKEN is one. */
struct str csrf_token(struct arena *, const struct config *, struct str bound_to);
bool csrf_token_valid(struct arena *, const struct config *, struct str bound_to, struct str token);

#endif
