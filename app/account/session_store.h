/* Beginning and ending sessions. In the caller's transaction. */
#ifndef CURIO_ACCOUNT_SESSION_STORE_H
#define CURIO_ACCOUNT_SESSION_STORE_H

#include "core/config.h"
#include "store/cache.h"
#include "store/db.h"

struct session_start {
    struct uuid account;
    struct str user_agent, address, address_key;
};

/* A browser's: *TOKEN is the value of its cookie, of which only a hash is kept. */
enum db_result session_begin_browser(struct db *, struct arena *, const struct config *, const struct session_start *,
                                     struct str *token) DB_CHECKED;
/* An API client's: *ID goes into its tokens. */
enum db_result session_begin_api(struct db *, struct arena *, const struct config *, const struct session_start *,
                                 struct uuid *id) DB_CHECKED;

/* WHY: signed_out, removed, password, reuse, admin. From the commit on the session is refused everywhere; until then, and for
 * a minute after, every look-up of it goes to PostgreSQL. DB_NONE: no such session of this account. */
enum db_result session_end_one(struct db *, struct cache *, struct arena *, struct uuid account, struct uuid session,
                               const char *why) DB_CHECKED;
/* All of an account's, but EXCEPT where it is set. DB_OK though there be none. */
enum db_result session_end_others(struct db *, struct cache *, struct arena *, struct uuid account, struct opt_uuid except,
                                  const char *why) DB_CHECKED;

#endif
