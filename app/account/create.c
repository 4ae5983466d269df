#include "account/create.h"

#include <string.h>

#include "core/log.h"
#include "core/password.h"
#include "core/slug.h"
#include "core/text.h"
#include "queries/account.h"

enum { SLUG_TRIES = 8 };

static bool is_personal(struct str password, struct str email, struct str name)
{
    struct str local, domain;
    str_cut(email, '@', &local, &domain);
    return str_equal_ignoring_case(password, email) || str_equal_ignoring_case(password, local) ||
           str_equal_ignoring_case(password, name);
}

enum password_flaw password_flaw(struct str password, struct str email, struct str name)
{
    if (password.n < PASSWORD_MIN)
        return PASSWORD_SHORT;
    if (password.n > PASSWORD_MAX)
        return PASSWORD_LONG;
    if (memchr(password.p, '\0', password.n) != NULL)
        return PASSWORD_NUL;
    if (password_is_common(password))
        return PASSWORD_COMMON;
    return is_personal(password, email, name) ? PASSWORD_PERSONAL : PASSWORD_FINE;
}

const char *password_flaw_text(enum password_flaw flaw)
{
    switch (flaw) {
    case PASSWORD_SHORT: return _("A password needs at least 8 characters.");
    case PASSWORD_LONG: return _("A password may have at most 72 bytes.");
    case PASSWORD_NUL: return _("A password can't hold a NUL byte.");
    case PASSWORD_COMMON: return _("This password is one of the first that others try. Please choose another.");
    case PASSWORD_PERSONAL: return _("A password can't be your name or your address.");
    case PASSWORD_FINE: break;
    }
    return "";
}

static bool address_is_taken(struct db *db, struct arena *arena, struct str email)
{
    struct account_by_email_row row;
    const struct account_by_email_in in = {.email = email};
    return account_by_email_one(db, arena, &in, &row) == DB_OK;
}

/* Nothing inserted means that the address is taken, or else the slug, for which another is tried. */
static enum db_result insert(struct db *db, struct arena *arena, struct account_insert_in *row)
{
    struct str base = row->slug;
    enum db_result result = account_insert(db, arena, row);
    for (int i = 0; result == DB_NONE && i < SLUG_TRIES; i++) {
        if (address_is_taken(db, arena, row->email))
            return DB_CONFLICT;
        row->slug = slug_another(arena, base);
        result = account_insert(db, arena, row);
    }
    return result == DB_NONE ? DB_FAIL : result;
}

enum db_result account_create(struct db *db, struct arena *arena, const struct config *config,
                              const struct new_account *account, struct uuid *id)
{
    struct account_insert_in row = {.id = uuid_new(),
                                    .email = account->email,
                                    .name = account->name,
                                    .slug = slug_of(arena, account->name),
                                    .hash = password_hash(arena, account->password, (int)config->bcrypt_cost),
                                    .role = str_of(account->role),
                                    .language = account->language};
    if (row.hash.p == NULL) {
        log_error("a password could not be hashed");
        return DB_FAIL;
    }
    *id = row.id;
    return insert(db, arena, &row);
}
