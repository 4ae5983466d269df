/* Where one is signed in, and ending it. */
#include "account/session_store.h"
#include "core/text.h"
#include "handlers/account/handlers.h"
#include "handlers/account/sign_in.h"
#include "queries/account.h"

enum status account_list_sessions(struct request *rq, struct response *rs)
{
    const struct account_session_in whose = {.account = rq->viewer.account, .current = rq->viewer.session};
    struct rows rows;
    enum db_result result = account_session(rq->db, rq->arena, &whose, &rows);
    return result == DB_OK ? response_rows(rs, &Q_ACCOUNT_SESSION, rows) : response_db(rs, result);
}

/* Somebody else's session is as if it were not there. */
enum status account_end_session(struct request *rq, struct response *rs)
{
    struct uuid session;
    if (!uuid_parse(rq->arguments[0], &session))
        return response_db(rs, DB_NONE);
    enum db_result result = session_end_one(rq->db, rq->cache, rq->arena, rq->viewer.account, session, "removed");
    if (result != DB_OK)
        return response_db(rs, result);
    bool own = uuid_eq(session, rq->viewer.session);
    if (own && !rq->bearer)
        sign_out_browser(rs);
    rs->location = own ? STR("/auth/login") : STR("/account/sessions");
    rs->toast = str_of(_("That device is signed out."));
    return rs->status = OK;
}
