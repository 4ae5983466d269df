#include "account/refresh.h"

#include "account/keys.h"
#include "account/session_store.h"
#include "core/log.h"
#include "queries/account.h"

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 43 };

static enum db_result insert(struct db *db, struct arena *arena, const struct config *config, struct uuid session,
                             struct str token)
{
    struct sha256_digest digest = sha256_of(token);
    const struct refresh_insert_in row = {.hash = sha256_bytes(&digest),
                                          .session = session,
                                          .seconds = config->refresh_token_seconds};
    return refresh_insert(db, arena, &row);
}

enum db_result refresh_begin(struct db *db, struct arena *arena, const struct config *config, struct uuid session,
                             struct str *token)
{
    *token = random_token(arena, TOKEN_BYTES);
    return insert(db, arena, config, session, *token);
}

static struct str successor_of(struct arena *arena, const struct config *config, struct str token)
{
    struct sha256_digest mac = key_mac(config, KEY_REFRESH, token);
    return base64url_encode(arena, sha256_bytes(&mac));
}

static enum refresh_result end_family(struct db *db, struct cache *cache, struct arena *arena,
                                      const struct refresh_find_row *found)
{
    char text[UUID_TEXT];
    log_with(LOG_WARN, "a refresh token was used again: its session ends",
             log_text("session", uuid_text(found->session, text)));
    enum db_result result = session_end_one(db, cache, arena, found->account, found->session, "reuse");
    return result == DB_OK ? REFRESH_REUSED : REFRESH_FAIL;
}

static enum refresh_result use_up(struct db *db, struct arena *arena, const struct config *config, struct str hash,
                                  const struct refreshed *next)
{
    const struct refresh_replace_in in = {.hash = hash, .seconds = config->refresh_token_seconds};
    enum db_result result = refresh_replace(db, arena, &in);
    if (result == DB_OK)
        result = insert(db, arena, config, next->session, next->token);
    return result == DB_OK ? REFRESH_OK : REFRESH_FAIL;
}

enum refresh_result refresh_rotate(struct db *db, struct cache *cache, struct arena *arena, const struct config *config,
                                   struct str token, struct refreshed *out)
{
    struct sha256_digest digest = sha256_of(token);
    const struct refresh_find_in which = {.hash = sha256_bytes(&digest), .grace = config->refresh_grace_seconds};
    struct refresh_find_row found;
    struct str bytes;
    if (token.n != TOKEN_TEXT || !base64url_decode(arena, token, &bytes))
        return REFRESH_REFUSED;
    enum db_result result = refresh_find_one(db, arena, &which, &found);
    if (result != DB_OK)
        return result == DB_NONE ? REFRESH_REFUSED : REFRESH_FAIL;
    if (!found.usable)
        return REFRESH_REFUSED;
    if (found.reused)
        return end_family(db, cache, arena, &found);
    *out = (struct refreshed){found.account, found.session, successor_of(arena, config, token)};
    return found.replaced ? REFRESH_OK : use_up(db, arena, config, which.hash, out);
}
