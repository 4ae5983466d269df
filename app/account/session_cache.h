/* Redis beside the session table. A look-up is kept for half a minute. Ending a session puts a mark that outlives whatever
 * may be kept of it, also what a look-up that began before the commit writes after it: while the mark stands, PostgreSQL is
 * asked. With Redis away, and for as long as it may still hold what was kept before, every look-up asks PostgreSQL, since marks may
 * be missing. Only a worker that served nobody while Redis was away does not know, for at most that half minute. */
#ifndef CURIO_ACCOUNT_SESSION_CACHE_H
#define CURIO_ACCOUNT_SESSION_CACHE_H

#include "account/session.h"

/* KEY: session_cache_by_id or session_cache_by_hash. */
bool session_cache_get(struct cache *, struct arena *, struct str key, struct identity *out);
void session_cache_put(struct cache *, struct str key, const struct identity *, int64_t seconds_left);
void session_cache_mark_ended(struct cache *, struct arena *, struct uuid session);

struct str session_cache_by_id(struct arena *, struct uuid session);
struct str session_cache_by_hash(struct arena *, struct str token_hash);

#endif
