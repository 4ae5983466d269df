#include "handlers/account/throttle.h"

#include "account/keys.h"
#include "core/text.h"
#include "queries/account.h"
#include "web/limits.h"

enum {
    ADDRESS_FACTOR = 5,  /* people behind one address share it */
    ACCOUNT_FACTOR = 10, /* unknown addresses of one account together */
    MAILS = 3,
    MAIL_SECONDS = 3600,
    LOCAL_MEMORY = 256 * 1024
};

/* The rule while Redis is away. Lives as long as the worker. */
static struct limits *local_limits(const struct config *config)
{
    static struct limits *limits;
    if (limits == NULL)
        limits = limits_new(arena_new(LOCAL_MEMORY), config);
    return limits;
}

static int64_t local_count(const struct config *config, int64_t count)
{
    int64_t share = count / (2 * config->auth_workers);
    return share < 1 ? 1 : share;
}

/* Redis sees a MAC of who is meant, no address of mail. */
static struct str key_for(const struct request *rq, const char *rule, struct str who, struct str where)
{
    const struct str parts[] = {str_of(rule), STR("\n"), arena_lower(rq->arena, who), STR("\n"), where};
    struct sha256_digest mac = key_mac(rq->config, KEY_THROTTLE, arena_join(rq->arena, 5, parts));
    const struct str key[] = {STR("throttle:"), str_of(rule), STR(":"), base64url_encode(rq->arena, sha256_bytes(&mac))};
    return arena_join(rq->arena, 4, key);
}

static struct cache_limit count(const struct request *rq, struct str key, int64_t count, int64_t seconds)
{
    struct cache_limit now;
    if (cache_rate(rq->cache, key, count, seconds, &now) != CACHE_AWAY)
        return now;
    return limits_count_locally(local_limits(rq->config), key, local_count(rq->config, count), seconds, monotonic_us());
}

static bool refuse(struct response *rs, const struct cache_limit *now)
{
    response_header(rs, STR("Retry-After"), arena_printf(rs->arena, "%lld", (long long)now->retry_seconds));
    response_problem(rs, TOO_MANY_REQUESTS, "too-many-tries",
                     _("That was tried too often. Please wait a while before you try again."));
    return false;
}

/* Where the database can't say, the address counts as unknown. */
static bool is_known_address(struct request *rq, struct str email)
{
    const struct session_known_address_in in = {.email = email, .address_key = rq->address_key};
    struct session_known_address_row row;
    return session_known_address_one(rq->db, rq->arena, &in, &row) == DB_OK && row.known;
}

bool throttle_login(struct request *rq, struct response *rs, struct str email)
{
    int64_t tries = rq->config->limit_login_count, seconds = rq->config->limit_login_seconds;
    struct cache_limit now = count(rq, key_for(rq, "pair", email, rq->address_key), tries, seconds);
    if (!now.allowed)
        return refuse(rs, &now);
    now = count(rq, key_for(rq, "address", STR(""), rq->address_key), tries * ADDRESS_FACTOR, seconds);
    if (!now.allowed)
        return refuse(rs, &now);
    if (is_known_address(rq, email))
        return true;
    now = count(rq, key_for(rq, "account", email, STR("")), tries * ACCOUNT_FACTOR, seconds);
    return now.allowed || refuse(rs, &now);
}

bool throttle_password(struct request *rq, struct response *rs)
{
    char text[UUID_TEXT];
    struct str key = key_for(rq, "password", uuid_text(rq->viewer.account, text), STR(""));
    struct cache_limit now = count(rq, key, rq->config->limit_login_count, rq->config->limit_login_seconds);
    return now.allowed || refuse(rs, &now);
}

bool throttle_mail(struct request *rq, struct str email)
{
    return count(rq, key_for(rq, "mail", email, STR("")), MAILS, MAIL_SECONDS).allowed;
}
