/* Closing one's account, and coming back. */
#include "account/closing.h"
#include "account/keys.h"
#include "core/language.h"
#include "core/password.h"
#include "core/text.h"
#include "handlers/account/close.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "handlers/account/sign_in.h"
#include "handlers/account/throttle.h"
#include "handlers/site/pages.h"
#include "templates/account.h"

static enum status refuse(struct response *rs, enum closing_result result)
{
    switch (result) {
    case CLOSING_NOBODY: return response_db(rs, DB_NONE);
    case CLOSING_ALREADY: return response_problem(rs, FORBIDDEN, "account-closed", _("This account is closed already."));
    case CLOSING_LAST_ADMINISTRATOR:
        return response_problem(rs, CONFLICT, "last-administrator",
                                _("You are the last administrator: nobody could look after the site. Make somebody else one first."));
    case CLOSING_DONE:
    case CLOSING_FAIL: break;
    }
    return response_db(rs, DB_FAIL);
}

static bool password_right(struct request *rq, struct response *rs, struct str password)
{
    const struct account_secret_in whose = {.id = rq->viewer.account};
    struct account_secret_row account;
    if (!throttle_password(rq, rs))
        return false;
    enum db_result result = account_secret_one(rq->db, rq->arena, &whose, &account);
    if (result != DB_OK)
        return response_db(rs, result), false;
    if (password_check(password, account.password_hash) == PASSWORD_OK)
        return true;
    form_fail(rq->arena, rq->form_state, "password", "wrong", _("This is not your password."));
    response_invalid(rs, rq);
    return false;
}

enum status account_close_own(struct request *rq, struct response *rs)
{
    const struct close_form *form = rq->form;
    const struct account_closed_in which = {.id = rq->viewer.account};
    struct account_closed_row closed;
    struct account_farewell_row *farewell = ARENA_NEW(rq->arena, struct account_farewell_row);
    const size_t spoken = language_spoken();
    if (!password_right(rq, rs, form->password))
        return rs->status;
    enum closing_result result = closing_begin(rq->db, rq->cache, rq->arena, rq->config, rq->viewer.account);
    if (result != CLOSING_DONE)
        return refuse(rs, result);
    enum db_result kept = account_closed_one(rq->db, rq->arena, &which, &closed);
    if (kept == DB_OK)
        kept = closing_tell(rq->db, rq->arena, rq->config, closed.email, closed.language, closed.erase_at, false, rq->id);
    language_speak(spoken);
    if (kept != DB_OK)
        return response_db(rs, kept);
    if (!rq->bearer)
        sign_out_browser(rs);
    farewell->erase_at = closed.erase_at;
    rs->location = STR("/auth/login");
    rs->toast = str_of(_("Your account is closed. Sign in again within the time left if you want it back."));
    return response_one(rs, OK, &Q_ACCOUNT_FAREWELL, farewell);
}

enum status close_meet(struct request *rq, struct response *rs, struct uuid account, bool bring_back, struct str then)
{
    struct account_return_row row;
    if (bring_back) {
        if (account_return_one(rq->db, rq->arena, &(struct account_return_in){.id = account}, &row) != DB_OK)
            return response_db(rs, DB_FAIL);
        return sign_in(rq, rs, OK, account, then);
    }
    if (!rq->page)
        return response_problem(rs, FORBIDDEN, "account-closed", _("This account is closed and will be erased. Sign in with bring_back to have it back."));
    enum db_result result = closing_offer(rq->db, rq->arena, rq->config, account, &rs->location);
    return result == DB_OK ? (rs->status = SEE_OTHER) : response_db(rs, result);
}

/* False: rs says why. */
static bool find(struct request *rq, struct response *rs, struct account_returning_row *out)
{
    struct account_returning_in which;
    enum db_result result = DB_NONE;
    if (key_token_read(rq->arena, rq->config, KEY_RETURN, rq->arguments[0], &which.id))
        result = account_returning_one(rq->db, rq->arena, &which, out);
    if (result == DB_NONE)
        response_problem(rs, GONE, "link-used-up", _("This page was used already, or is too old. Please sign in again."));
    else if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

enum status account_show_return(struct request *rq, struct response *rs)
{
    struct account_returning_row *closed = ARENA_NEW(rq->arena, struct account_returning_row);
    if (!find(rq, rs, closed))
        return rs->status;
    rs->view = closed;
    return rs->status = OK;
}

enum status account_return_now(struct request *rq, struct response *rs)
{
    struct account_returning_row closed;
    if (!find(rq, rs, &closed))
        return rs->status;
    rs->toast = str_of(_("Welcome back. Everything is as it was."));
    return close_meet(rq, rs, closed.account, true, STR("/account"));
}

void account_return_page(struct request *rq, struct response *rs)
{
    if (rs->view == NULL)
        page_problem(rq, rs);
    else
        template_account_return(&rs->body, page_frame(rq, rs), rs->view, rq->arguments[0]);
}
