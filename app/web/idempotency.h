/* Idempotency-Key on the API: a reply is kept in the transaction of its effect and given again to whoever repeats the request.
 *
 * Kept are replies of committed transactions. A refusal (4xx) that was rolled back had no effect: it is worked out anew each
 * time, so that a mended request may use the same key. Replies that hold credentials are never kept: those of routes
 * that are limited as LIMIT_AUTH or hash passwords (there the key is ignored), and any that sets a cookie. */
#ifndef CURIO_WEB_IDEMPOTENCY_H
#define CURIO_WEB_IDEMPOTENCY_H

#include "web/exchange.h"

/* Takes the key from its header, and the digest of what was sent. */
step_fn idempotency_read;
bool idempotency_keeps(const struct route *);
/* Inside the transaction: 409 while the same key is being worked on, 422 where it meant something else, or the kept reply. */
step_fn idempotency_claim;
/* Keeps the rendered reply; HEADERS_FROM is where the handler's own header lines begin. */
enum db_result idempotency_keep(struct exchange *, size_t headers_from);

/* An Idempotency-Key's value: 1 to 255 visible characters of ASCII, or the same as a quoted string. STR_NULL if neither. */
struct str idempotency_key(struct str header);
/* The advisory lock that stands for TEXT. */
int64_t advisory_lock_of(struct str text);

#endif
