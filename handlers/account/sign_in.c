#include "handlers/account/sign_in.h"

#include "account/refresh.h"
#include "account/session_store.h"
#include "account/token.h"
#include "core/text.h"
#include "queries/account.h"

/* The longest that browsers keep a cookie: when a session ends is the server's to say. */
enum { COOKIE_SECONDS = 400 * 86400 };

static const struct str session_cookie = {"__Host-session", sizeof "__Host-session" - 1};

void sign_out_browser(struct response *rs)
{
    response_cookie_clear(rs, session_cookie);
}

static struct session_start start_of(const struct request *rq, struct uuid account)
{
    return (struct session_start){.account = account,
                                  .user_agent = rq->user_agent,
                                  .address = rq->address,
                                  .address_key = rq->address_key};
}

static enum db_result end_present(struct request *rq)
{
    if (!rq->viewer.signed_in)
        return DB_OK;
    enum db_result result =
        session_end_one(rq->db, rq->cache, rq->arena, rq->viewer.account, rq->viewer.session, "signed_out");
    return result == DB_NONE ? DB_OK : result;
}

static enum status sign_in_browser(struct request *rq, struct response *rs, struct uuid account, struct str then)
{
    const struct session_start start = start_of(rq, account);
    struct str token;
    enum db_result result = end_present(rq);
    if (result == DB_OK)
        result = session_begin_browser(rq->db, rq->arena, rq->config, &start, &token);
    if (result != DB_OK)
        return response_db(rs, result);
    response_cookie(rs, session_cookie, token, COOKIE_SECONDS);
    rs->location = then;
    return rs->status = SEE_OTHER;
}

enum status sign_in_reply(struct request *rq, struct response *rs, enum status status, struct uuid account,
                          struct uuid session, struct str refresh_token)
{
    struct auth_reply_row *reply = ARENA_NEW(rq->arena, struct auth_reply_row);
    const struct account_self_in whose = {.id = account};
    const struct token_claims claims = {account, session};
    enum db_result result = account_self_one(rq->db, rq->arena, &whose, &reply->user);
    if (result != DB_OK)
        return response_db(rs, result);
    reply->access_token = token_make(rq->arena, rq->config, &claims, timestamp_now());
    reply->token_type = STR("Bearer");
    reply->expires_in = (int32_t)rq->config->access_token_seconds;
    reply->refresh_token = refresh_token;
    if (reply->access_token.p == NULL)
        return response_problem(rs, INTERNAL_SERVER_ERROR, NULL, _("Something went wrong on our side."));
    return response_one(rs, status, &Q_AUTH_REPLY, reply);
}

enum status sign_in(struct request *rq, struct response *rs, enum status status, struct uuid account, struct str then)
{
    if (rq->page)
        return sign_in_browser(rq, rs, account, then);
    const struct session_start start = start_of(rq, account);
    struct uuid session;
    struct str refresh_token;
    enum db_result result = session_begin_api(rq->db, rq->arena, rq->config, &start, &session);
    if (result == DB_OK)
        result = refresh_begin(rq->db, rq->arena, rq->config, session, &refresh_token);
    if (result != DB_OK)
        return response_db(rs, result);
    return sign_in_reply(rq, rs, status, account, session, refresh_token);
}
