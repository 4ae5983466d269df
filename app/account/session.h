/* Who a request's credential belongs to. Sessions and their revocation live in PostgreSQL and are looked aside in Redis. */
#ifndef CURIO_ACCOUNT_SESSION_H
#define CURIO_ACCOUNT_SESSION_H

#include "account/permission.h"
#include "core/config.h"
#include "store/cache.h"
#include "store/db.h"

struct identity {
    bool signed_in;
    struct uuid account, session;
    struct str name, slug, email, language /* absent: none chosen */;
    uint64_t permissions; /* bit set: 1 << enum permission; SIGNED_IN is set for everyone signed in */
};

enum session_result {
    SESSION_OK,
    SESSION_NONE, /* expired, revoked, malformed, unknown, suspended account */
    SESSION_AWAY  /* PostgreSQL is needed and away */
};

/* The value of the browser's cookie. Moves the expiry forward at most once an hour. */
enum session_result session_from_cookie(struct db *, struct cache *, struct arena *, const struct config *, struct str token,
                                        struct identity *out) __attribute__((warn_unused_result));
/* The text after "Bearer ": a signed access token, whose session is looked up too. */
enum session_result session_from_bearer(struct db *, struct cache *, struct arena *, const struct config *, struct str token,
                                        struct identity *out) __attribute__((warn_unused_result));

#endif
