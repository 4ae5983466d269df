/* Signing in and out, and renewing tokens. */
#include "account/refresh.h"
#include "account/session_store.h"
#include "account/then.h"
#include "core/password.h"
#include "core/text.h"
#include "handlers/account/close.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "handlers/account/sign_in.h"
#include "handlers/account/throttle.h"
#include "queries/account.h"
#include "queries/moderation.h"

/* A well-formed hash that no password has: checked where there is no account, so that both take as long. */
static struct str nobodys_hash(struct request *rq)
{
    return arena_printf(rq->arena, "$2b$%02d$.....................................................",
                        (int)rq->config->bcrypt_cost);
}

static enum status refuse(struct response *rs)
{
    return response_problem(rs, UNAUTHORIZED, "wrong-credentials", _("The address or the password is not right."));
}

/* Made with another cost than today's, the hash is made anew. That it could not be is logged, and keeps nobody out. */
static enum db_result rehash(struct request *rq, const struct account_by_email_row *account, struct str password)
{
    int cost = (int)rq->config->bcrypt_cost;
    if (!password_hash_is_stale(account->password_hash, cost))
        return DB_OK;
    const struct account_rehash_in in = {
        .id = account->id, .old = account->password_hash, .new = password_hash(rq->arena, password, cost)};
    enum db_result result = in.new.p == NULL ? DB_OK : account_rehash(rq->db, rq->arena, &in);
    return result == DB_NONE ? DB_OK : result;
}

/* With the reason: whoever knows the password may know it too. */
static enum status keep_out(struct response *rs, struct str reason)
{
    const char *words = _("This account is suspended.");
    if (reason.n > 0)
        words = arena_printf(rs->arena, "%s " STR_FMT, words, STR_ARG(reason)).p;
    return response_problem(rs, FORBIDDEN, "account-suspended", words);
}

/* A suspension that has had its time ends when its person comes back. */
static enum db_result let_in(struct request *rq, const struct account_by_email_row *account)
{
    const struct account_unsuspend_in who = {.id = account->id};
    enum db_result result = account->suspended ? account_unsuspend(rq->db, rq->arena, &who) : DB_OK;
    return result == DB_NONE ? DB_OK : result;
}

enum status account_login(struct request *rq, struct response *rs)
{
    const struct login_form *form = rq->form;
    const struct account_by_email_in whose = {.email = form->email};
    struct account_by_email_row account = {.password_hash = nobodys_hash(rq)};
    if (!throttle_login(rq, rs, form->email))
        return rs->status;
    enum db_result found = account_by_email_one(rq->db, rq->arena, &whose, &account);
    if (found == DB_FAIL)
        return response_db(rs, found);
    if (password_check(form->password, account.password_hash) != PASSWORD_OK || found != DB_OK)
        return refuse(rs);
    if (account.closed)
        return close_meet(rq, rs, account.id, form->bring_back, then_place(form->then));
    if (account.suspended && !account.suspended_over)
        return keep_out(rs, account.suspended_reason);
    enum db_result hashed = rehash(rq, &account, form->password);
    if (hashed == DB_OK)
        hashed = let_in(rq, &account);
    return hashed == DB_OK ? sign_in(rq, rs, OK, account.id, then_place(form->then)) : response_db(rs, hashed);
}

enum status account_refresh(struct request *rq, struct response *rs)
{
    const struct refresh_form *form = rq->form;
    struct refreshed next;
    enum refresh_result result = refresh_rotate(rq->db, rq->cache, rq->arena, rq->config, form->refresh_token, &next);
    switch (result) {
    case REFRESH_OK: return sign_in_reply(rq, rs, OK, next.account, next.session, next.token);
    case REFRESH_FAIL: return response_db(rs, DB_FAIL);
    case REFRESH_REFUSED:
    case REFRESH_REUSED: break;
    }
    rs->commit_anyway = result == REFRESH_REUSED;
    return response_problem(rs, UNAUTHORIZED, "invalid-token", _("This token is not valid any more. Please sign in again."));
}

enum status account_logout(struct request *rq, struct response *rs)
{
    enum db_result result =
        session_end_one(rq->db, rq->cache, rq->arena, rq->viewer.account, rq->viewer.session, "signed_out");
    if (result != DB_OK && result != DB_NONE)
        return response_db(rs, result);
    if (!rq->bearer)
        sign_out_browser(rs);
    rs->location = STR("/auth/login"); /* nginx keeps the home page of strangers for all: no toast is seen there */
    rs->toast = str_of(_("You are signed out."));
    return rs->status = OK;
}
