/* Choosing a new password by the link in a mail. */
#include "account/reset.h"

#include "core/text.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "handlers/account/new_password.h"
#include "handlers/account/sign_in.h"
#include "queries/account.h"

static enum status refuse(struct response *rs)
{
    return response_problem(rs, GONE, "link-used-up",
                            _("This link was used already, or is too old. Please ask for another."));
}

/* False: rs says why. */
static bool find(struct request *rq, struct response *rs, struct str token, struct reset_pending_row *out)
{
    struct reset_pending_in which;
    enum db_result result = DB_NONE;
    if (reset_token_read(rq->arena, rq->config, token, &which.id))
        result = reset_pending_one(rq->db, rq->arena, &which, out);
    if (result == DB_NONE)
        refuse(rs);
    else if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

enum status account_show_reset(struct request *rq, struct response *rs)
{
    struct reset_pending_row pending;
    return find(rq, rs, rq->arguments[0], &pending) ? (rs->status = OK) : rs->status;
}

enum status account_reset(struct request *rq, struct response *rs)
{
    const struct reset_form *form = rq->form;
    struct reset_pending_row pending;
    if (!find(rq, rs, form->token, &pending) ||
        !new_password_accepted(rq, rs, form->password, pending.email, pending.name))
        return rs->status;
    const struct opt_uuid nobody = {.set = false};
    enum db_result result = new_password_set(rq, pending.account, pending.email, form->password, nobody);
    if (result != DB_OK)
        return response_db(rs, result);
    if (rq->page)
        sign_out_browser(rs);
    rs->location = STR("/auth/login");
    rs->toast = str_of(_("Your password is changed. Please sign in with it."));
    return rs->status = OK;
}
