/* Changing a password, and asking for a link because it is forgotten. */
#include "account/keys.h"
#include "core/json_write.h"
#include "core/password.h"
#include "core/text.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "handlers/account/new_password.h"
#include "handlers/account/throttle.h"
#include "queries/account.h"
#include "store/queue.h"

enum { PAYLOAD_MAX = 4096 };

static enum status refuse_current(struct request *rq, struct response *rs)
{
    form_fail(rq->arena, rq->form_state, "current_password", "wrong", _("This is not your password."));
    return response_invalid(rs, rq);
}

enum status account_change_password(struct request *rq, struct response *rs)
{
    const struct password_form *form = rq->form;
    const struct account_secret_in whose = {.id = rq->viewer.account};
    struct account_secret_row account;
    if (!throttle_password(rq, rs))
        return rs->status;
    enum db_result result = account_secret_one(rq->db, rq->arena, &whose, &account);
    if (result != DB_OK)
        return response_db(rs, result);
    if (password_check(form->current_password, account.password_hash) != PASSWORD_OK)
        return refuse_current(rq, rs);
    if (!new_password_accepted(rq, rs, form->password, account.email, account.name))
        return rs->status;
    const struct opt_uuid present = {true, rq->viewer.session};
    result = new_password_set(rq, rq->viewer.account, account.email, form->password, present);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/account/password");
    rs->toast = str_of(_("Your password is changed. Other devices are signed out."));
    return rs->status = OK;
}

/* Whether there is such an account is looked up by the job: here nothing differs, neither the answer nor its time. One mail
 * waits for an address at most. */
static enum db_result queue_link(struct request *rq, struct str email)
{
    struct buf payload;
    struct json json;
    buf_init(&payload, PAYLOAD_MAX);
    json_begin(&json, &payload);
    json_object_open(&json);
    json_key(&json, STR("forgotten"));
    json_text(&json, email);
    json_object_close(&json);
    struct sha256_digest digest = key_mac(rq->config, KEY_THROTTLE, email);
    struct str unique = hex_encode(rq->arena, digest.b, sizeof digest.b);
    enum db_result result = DB_FAIL;
    if (json_end(&json))
        result = queue_put(rq->db, rq->arena, "mail", buf_str(&payload), unique, rq->id, 0);
    buf_free(&payload);
    return result;
}

enum status account_forgotten(struct request *rq, struct response *rs)
{
    const struct forgotten_form *form = rq->form;
    enum db_result result = throttle_mail(rq, form->email) ? queue_link(rq, form->email) : DB_NONE;
    return result == DB_OK || result == DB_NONE ? (rs->status = OK) : response_db(rs, result);
}
