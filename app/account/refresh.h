/* Refresh tokens rotate: each is used once and answers its successor. The successor is a MAC of the token, so that the tabs
 * that refresh at the same moment all get the same one and no secret is kept. A token used after the grace was stolen, or its
 * thief was first: its session ends. In the caller's transaction. */
#ifndef CURIO_ACCOUNT_REFRESH_H
#define CURIO_ACCOUNT_REFRESH_H

#include "core/config.h"
#include "store/cache.h"
#include "store/db.h"

enum refresh_result {
    REFRESH_OK,
    REFRESH_REFUSED, /* unknown, expired, or of a session that ended */
    REFRESH_REUSED,  /* refused, and the session was ended: the transaction is to be committed */
    REFRESH_FAIL
};

struct refreshed {
    struct uuid account, session;
    struct str token; /* the successor */
};

/* The first token of SESSION. */
enum db_result refresh_begin(struct db *, struct arena *, const struct config *, struct uuid session, struct str *token)
    DB_CHECKED;
enum refresh_result refresh_rotate(struct db *, struct cache *, struct arena *, const struct config *, struct str token,
                                   struct refreshed *out) __attribute__((warn_unused_result));

#endif
