/* Signing up. Whether an address has an account can be learnt here, as on any site that lets people choose their own
 * password at once; the limit of the auth routes keeps that from being done in bulk, and nowhere else tells it. */
#include "account/create.h"
#include "core/language.h"
#include "core/text.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "handlers/account/new_password.h"
#include "handlers/account/sign_in.h"

static enum status refuse_taken(struct request *rq, struct response *rs)
{
    form_fail(rq->arena, rq->form_state, "email", "taken", _("There is an account with this address already."));
    return response_problem(rs, CONFLICT, "email-taken", _("There is an account with this address already."));
}

enum status account_register(struct request *rq, struct response *rs)
{
    const struct register_form *form = rq->form;
    const struct new_account account = {.email = form->email, .name = form->name, .password = form->password, .role = "member",
                                        .language = rq->language_known ? language_at(language_spoken())->tag : STR_NULL};
    struct uuid id;
    if (!new_password_accepted(rq, rs, form->password, form->email, form->name))
        return rs->status;
    enum db_result result = account_create(rq->db, rq->arena, rq->config, &account, &id);
    if (result == DB_CONFLICT)
        return refuse_taken(rq, rs);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Welcome. Your account is ready."));
    return sign_in(rq, rs, CREATED, id, STR("/"));
}
