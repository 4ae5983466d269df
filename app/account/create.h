/* New accounts, and what passwords they may have. */
#ifndef CURIO_ACCOUNT_CREATE_H
#define CURIO_ACCOUNT_CREATE_H

#include "core/config.h"
#include "store/db.h"

enum password_flaw { PASSWORD_FINE, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_NUL, PASSWORD_COMMON, PASSWORD_PERSONAL };

/* PERSONAL: the same as the address, the part of it before the @, or the name, ignoring case. */
enum password_flaw password_flaw(struct str password, struct str email, struct str name);
/* Translated. */
const char *password_flaw_text(enum password_flaw);

struct new_account {
    struct str email, name, password; /* valid */
    const char *role;
    struct str language; /* absent: the site's own, whichever that is */
};

/* DB_CONFLICT: the address is taken. Hashes the password: takes hundreds of milliseconds. In the caller's transaction. */
enum db_result account_create(struct db *, struct arena *, const struct config *, const struct new_account *,
                              struct uuid *id) DB_CHECKED;

#endif
