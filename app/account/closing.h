/* Closing an account: out of sight at once, erased after account_grace_seconds, brought back until then by whoever signs in again. What
 * that means for each table is sql/migrations/0016_account_end.sql's. In the caller's transaction. */
#ifndef CURIO_ACCOUNT_CLOSING_H
#define CURIO_ACCOUNT_CLOSING_H

#include "core/config.h"
#include "queries/account.h"
#include "store/cache.h"

enum closing_result {
    CLOSING_DONE,
    CLOSING_NOBODY,             /* there is no such account */
    CLOSING_ALREADY,            /* it is closed */
    CLOSING_LAST_ADMINISTRATOR, /* nobody else could look after the site */
    CLOSING_FAIL                /* the database; logged */
};

/* Ends its sessions, refresh tokens, pending mail links and claims too. */
enum closing_result closing_begin(struct db *, struct cache *, struct arena *, const struct config *, struct uuid account)
    __attribute__((warn_unused_result));
/* Tells the person by mail, in their language: that it is closed, or (NEAR) that it is erased soon. Leaves that language spoken. */
enum db_result closing_tell(struct db *, struct arena *, const struct config *, struct str email, struct str language, struct timestamp erase_at,
                            bool near, struct str request_id) DB_CHECKED;
/* The path of a page that brings a closed account back, good for a quarter of an hour. */
enum db_result closing_offer(struct db *, struct arena *, const struct config *, struct uuid account, struct str *path) DB_CHECKED;

#endif
