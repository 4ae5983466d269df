#include "handlers/account/new_password.h"

#include "account/create.h"
#include "account/letter.h"
#include "account/session_store.h"
#include "core/password.h"
#include "core/text.h"
#include "queries/account.h"

static const char *const codes[] = {
    [PASSWORD_SHORT] = "too_short",     [PASSWORD_LONG] = "too_long",         [PASSWORD_NUL] = "malformed",
    [PASSWORD_COMMON] = "too_common",   [PASSWORD_PERSONAL] = "too_personal",
};

bool new_password_accepted(struct request *rq, struct response *rs, struct str password, struct str email, struct str name)
{
    enum password_flaw flaw = password_flaw(password, email, name);
    if (flaw == PASSWORD_FINE)
        return true;
    form_fail(rq->arena, rq->form_state, "password", codes[flaw], password_flaw_text(flaw));
    response_invalid(rs, rq);
    return false;
}

static enum db_result mail_owner(struct request *rq, struct str email)
{
    const char *text = _("The password of your account was changed, and its other devices are signed out.\n\n"
                         "If that was not you, choose a new password at once:");
    const struct letter letter = {.to = email,
                                  .subject = str_of(_("Your password was changed")),
                                  .text = arena_printf(rq->arena, "%s\n" STR_FMT "/auth/forgotten\n", text, STR_ARG(rq->config->site_url))};
    return letter_put(rq->db, rq->arena, &letter, rq->id);
}

enum db_result new_password_set(struct request *rq, struct uuid account, struct str email, struct str password,
                                struct opt_uuid except)
{
    const struct account_set_password_in change = {
        .id = account, .hash = password_hash(rq->arena, password, (int)rq->config->bcrypt_cost)};
    const struct reset_use_up_in links = {.account = account};
    enum db_result result = change.hash.p == NULL ? DB_FAIL : account_set_password(rq->db, rq->arena, &change);
    if (result == DB_OK && reset_use_up(rq->db, rq->arena, &links) == DB_FAIL)
        result = DB_FAIL;
    if (result == DB_OK)
        result = session_end_others(rq->db, rq->cache, rq->arena, account, except, "password");
    return result == DB_OK ? mail_owner(rq, email) : result;
}
