#include "account/admin.h"

#include <string.h>

#include "account/create.h"
#include "core/text.h"
#include "core/utf8.h"
#include "queries/account.h"

enum { NAME_MAX_LETTERS = 60, EMAIL_MAX = 254 };

/* Whether people may write there is the mail server's to say. */
static bool looks_like_email(struct str email)
{
    struct str local, domain;
    return email.n <= EMAIL_MAX && str_cut(email, '@', &local, &domain) && local.n > 0 && domain.n > 0 &&
           memchr(email.p, ' ', email.n) == NULL && memchr(domain.p, '@', domain.n) == NULL;
}

static const char *what_is_wrong(struct str email, struct str name, struct str password)
{
    if (!utf8_valid(email) || !looks_like_email(email))
        return _("This is no email address.");
    if (!utf8_valid(name) || name.n == 0 || utf8_length(name) > NAME_MAX_LETTERS)
        return _("A name needs 1 to 60 letters.");
    enum password_flaw flaw = password_flaw(password, email, name);
    return flaw == PASSWORD_FINE ? NULL : password_flaw_text(flaw);
}

static enum admin_result finish(struct db *db, enum db_result result, enum admin_result on_conflict)
{
    if (result == DB_OK)
        result = db_commit(db);
    if (result == DB_OK)
        return ADMIN_OK;
    db_rollback(db);
    return result == DB_CONFLICT ? on_conflict : ADMIN_FAIL;
}

enum admin_result admin_create(struct db *db, struct arena *arena, const struct config *config, struct str email,
                               struct str name, struct str password, struct str *why)
{
    const struct new_account account = {.email = email, .name = name, .password = password, .role = "admin"};
    struct uuid id;
    *why = str_of(what_is_wrong(email, name, password));
    if (why->p != NULL)
        return ADMIN_INVALID;
    enum db_result result = db_begin(db);
    if (result == DB_OK)
        result = account_create(db, arena, config, &account, &id);
    return finish(db, result, ADMIN_TAKEN);
}

enum admin_result admin_grant(struct db *db, struct arena *arena, struct str email, struct str role)
{
    struct account_by_email_row account;
    const struct account_by_email_in whose = {.email = email};
    enum db_result result = db_begin(db);
    if (result == DB_OK)
        result = account_by_email_one(db, arena, &whose, &account);
    if (result == DB_NONE) {
        db_rollback(db);
        return ADMIN_NOBODY;
    }
    const struct account_grant_in grant = {.account = account.id, .role = role};
    if (result == DB_OK)
        result = account_grant(db, arena, &grant);
    return finish(db, result == DB_NONE ? DB_OK : result, ADMIN_NO_ROLE);
}
