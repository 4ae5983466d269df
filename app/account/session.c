#include "account/session.h"

#include "account/session_cache.h"
#include "account/session_store.h"
#include "account/token.h"
#include "core/crypto.h"
#include "queries/account.h"

enum { COOKIE_BYTES = 32, COOKIE_TEXT = 43 };

static uint64_t permissions_of(struct list names)
{
    const struct str *name = names.at;
    uint64_t set = UINT64_C(1) << SIGNED_IN;
    for (size_t i = 0; i < names.count; i++)
        for (unsigned p = SIGNED_IN + 1; p < PERMISSION_COUNT; p++)
            if (str_eq(name[i], str_of(permission_name((enum permission)p))))
                set |= UINT64_C(1) << p;
    return set;
}

static struct identity identity_of(const struct session_find_row *row)
{
    return (struct identity){.signed_in = true,
                             .account = row->account,
                             .session = row->id,
                             .name = row->name,
                             .slug = row->slug,
                             .email = row->email,
                             .language = row->language,
                             .permissions = permissions_of(row->permissions)};
}

/* That a session is in use can be noted another time: a failure here keeps nobody out. */
static void note_use(struct db *db, struct arena *arena, const struct config *config, const struct session_find_row *row)
{
    const struct session_touch_in in = {.id = row->id, .seconds = config->refresh_token_seconds};
    if (row->idle && session_touch(db, arena, &in) == DB_FAIL)
        db_rollback(db);
}

static enum session_result look_up(struct db *db, struct cache *cache, struct arena *arena, const struct config *config,
                                   struct str key, const struct session_find_in *which, struct identity *out)
{
    struct session_find_row row;
    if (session_cache_get(cache, arena, key, out))
        return SESSION_OK;
    switch (session_find_one(db, arena, which, &row)) {
    case DB_OK: break;
    case DB_NONE: return SESSION_NONE;
    case DB_CONFLICT:
    case DB_FAIL: return SESSION_AWAY;
    }
    note_use(db, arena, config, &row);
    *out = identity_of(&row);
    session_cache_put(cache, key, out, row.seconds_left);
    return SESSION_OK;
}

enum session_result session_from_cookie(struct db *db, struct cache *cache, struct arena *arena, const struct config *config,
                                        struct str token, struct identity *out)
{
    struct str bytes;
    if (token.n != COOKIE_TEXT || !base64url_decode(arena, token, &bytes))
        return SESSION_NONE;
    struct sha256_digest digest = sha256_of(token);
    const struct session_find_in which = {.token_hash = sha256_bytes(&digest)};
    struct str key = session_cache_by_hash(arena, which.token_hash);
    return look_up(db, cache, arena, config, key, &which, out);
}

enum session_result session_from_bearer(struct db *db, struct cache *cache, struct arena *arena, const struct config *config,
                                        struct str token, struct identity *out)
{
    struct token_claims claims;
    if (!token_read(arena, config, token, timestamp_now(), &claims))
        return SESSION_NONE;
    const struct session_find_in which = {.id = {true, claims.session}};
    struct str key = session_cache_by_id(arena, claims.session);
    enum session_result result = look_up(db, cache, arena, config, key, &which, out);
    if (result == SESSION_OK && !uuid_eq(out->account, claims.account)) {
        *out = (struct identity){.signed_in = false};
        return SESSION_NONE;
    }
    return result;
}

static struct session_insert_in row_of(const struct config *config, const struct session_start *start, const char *kind)
{
    return (struct session_insert_in){.id = uuid_new(),
                                      .account = start->account,
                                      .kind = str_of(kind),
                                      .user_agent = start->user_agent,
                                      .address = start->address,
                                      .address_key = start->address_key,
                                      .seconds = config->refresh_token_seconds};
}

enum db_result session_begin_browser(struct db *db, struct arena *arena, const struct config *config,
                                     const struct session_start *start, struct str *token)
{
    struct session_insert_in row = row_of(config, start, "browser");
    *token = random_token(arena, COOKIE_BYTES);
    struct sha256_digest digest = sha256_of(*token);
    row.token_hash = sha256_bytes(&digest);
    return session_insert(db, arena, &row);
}

enum db_result session_begin_api(struct db *db, struct arena *arena, const struct config *config,
                                 const struct session_start *start, struct uuid *id)
{
    const struct session_insert_in row = row_of(config, start, "api");
    *id = row.id;
    return session_insert(db, arena, &row);
}

enum db_result session_end_one(struct db *db, struct cache *cache, struct arena *arena, struct uuid account,
                               struct uuid session, const char *why)
{
    const struct session_end_in in = {.id = session, .account = account, .why = str_of(why)};
    enum db_result result = session_end(db, arena, &in);
    if (result == DB_OK)
        session_cache_mark_ended(cache, arena, session);
    return result;
}

enum db_result session_end_others(struct db *db, struct cache *cache, struct arena *arena, struct uuid account,
                                  struct opt_uuid except, const char *why)
{
    struct rows ended;
    const struct session_end_all_in in = {.account = account, .except = except, .why = str_of(why)};
    enum db_result result = session_end_all(db, arena, &in, &ended);
    if (result == DB_NONE)
        return DB_OK;
    const struct session_end_all_row *row = ended.at;
    for (size_t i = 0; result == DB_OK && i < ended.count; i++)
        session_cache_mark_ended(cache, arena, row[i].id);
    return result;
}
