/* The end of a digest by the link in it, without signing in. */
#include "account/keys.h"
#include "core/text.h"
#include "handlers/social/access.h"
#include "handlers/social/handlers.h"

static bool find(struct request *rq, struct response *rs, struct uuid *account)
{
    if (key_token_read(rq->arena, rq->config, KEY_UNSUBSCRIBE, rq->arguments[0], account))
        return true;
    response_db(rs, DB_NONE);
    return false;
}

/* Only shows a button: programs that look into links before people do must not end anything. */
enum status digest_show_end(struct request *rq, struct response *rs)
{
    struct uuid account;
    return find(rq, rs, &account) ? (rs->status = OK) : rs->status;
}

enum status digest_end(struct request *rq, struct response *rs)
{
    struct digest_stop_in whose;
    if (!find(rq, rs, &whose.account))
        return rs->status;
    enum db_result result = digest_stop(rq->db, rq->arena, &whose);
    return social_done(result) ? (rs->status = OK) : response_db(rs, result);
}
