/* What the operator does from the command line. Each is a transaction of its own. */
#ifndef CURIO_ACCOUNT_ADMIN_H
#define CURIO_ACCOUNT_ADMIN_H

#include "core/config.h"
#include "store/db.h"

enum admin_result {
    ADMIN_OK,
    ADMIN_TAKEN,   /* the address has an account already */
    ADMIN_NOBODY,  /* no account with that address */
    ADMIN_NO_ROLE, /* no role of that name */
    ADMIN_INVALID, /* *why says what is wrong with what was given */
    ADMIN_FAIL     /* the database; logged */
};

/* An account with the role admin. */
enum admin_result admin_create(struct db *, struct arena *, const struct config *, struct str email, struct str name,
                               struct str password, struct str *why) __attribute__((warn_unused_result));
/* Having the role already is fine. Sessions under way have it within half a minute. */
enum admin_result admin_grant(struct db *, struct arena *, struct str email, struct str role)
    __attribute__((warn_unused_result));

#endif
