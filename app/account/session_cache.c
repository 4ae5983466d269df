#include "account/session_cache.h"

#include "core/crypto.h"
#include "core/json_read.h"
#include "core/json_write.h"

enum { KEPT_SECONDS = 30, MARK_SECONDS = 2 * KEPT_SECONDS, VALUE_MAX = 4096, VALUE_DEPTH = 2 };

static struct str key_with(struct arena *arena, const char *prefix, struct uuid uuid)
{
    char text[UUID_TEXT];
    const struct str parts[] = {str_of(prefix), uuid_text(uuid, text)};
    return arena_join(arena, 2, parts);
}

struct str session_cache_by_id(struct arena *arena, struct uuid session)
{
    return key_with(arena, "session:id:", session);
}

struct str session_cache_by_hash(struct arena *arena, struct str token_hash)
{
    const struct str parts[] = {STR("session:hash:"), hex_encode(arena, token_hash.p, token_hash.n)};
    return arena_join(arena, 2, parts);
}

static struct str mark_of(struct arena *arena, struct uuid session)
{
    return key_with(arena, "session:ended:", session);
}

static bool read_text(struct arena *arena, const struct json_value *value, const char *name, struct str *out)
{
    struct str text;
    if (!json_as_text(json_member(value, str_of(name)), &text))
        return false;
    *out = arena_str(arena, text);
    return true;
}

static bool read_identity(struct arena *arena, struct str text, struct identity *out)
{
    struct json_value *value;
    struct json_error error;
    int64_t permissions;
    if (json_parse(arena, text, VALUE_DEPTH, true, &value, &error) != JSON_OK ||
        !json_as_uuid(json_member(value, STR("account")), &out->account) || !json_as_uuid(json_member(value, STR("session")), &out->session) ||
        !read_text(arena, value, "name", &out->name) || !read_text(arena, value, "slug", &out->slug) ||
        !read_text(arena, value, "email", &out->email) ||
        !read_text(arena, value, "language", &out->language) ||
        !json_as_int64(json_member(value, STR("permissions")), &permissions))
        return false;
    out->permissions = (uint64_t)permissions;
    out->signed_in = true;
    return true;
}

bool session_cache_get(struct cache *cache, struct arena *arena, struct str key, struct identity *out)
{
    struct str text, mark;
    struct identity found = {.signed_in = false};
    if (!cache_steady(cache, KEPT_SECONDS))
        return false;
    if (cache_get(cache, arena, key, &text) != CACHE_HIT || !read_identity(arena, text, &found))
        return false;
    if (cache_get(cache, arena, mark_of(arena, found.session), &mark) != CACHE_MISS)
        return false;
    *out = found;
    return true;
}

void session_cache_put(struct cache *cache, struct str key, const struct identity *who, int64_t seconds_left)
{
    struct buf text;
    struct json json;
    if (seconds_left < 1)
        return;
    buf_init(&text, VALUE_MAX);
    json_begin(&json, &text);
    json_object_open(&json);
    json_member_uuid(&json, "account", who->account);
    json_member_uuid(&json, "session", who->session);
    json_member_text(&json, "name", who->name);
    json_member_text(&json, "slug", who->slug);
    json_member_text(&json, "email", who->email);
    json_member_text(&json, "language", who->language.p == NULL ? STR("") : who->language);
    json_key(&json, STR("permissions"));
    json_int64(&json, (int64_t)who->permissions);
    json_object_close(&json);
    if (json_end(&json))
        cache_set(cache, key, buf_str(&text), seconds_left < KEPT_SECONDS ? seconds_left : KEPT_SECONDS);
    buf_free(&text);
}

void session_cache_mark_ended(struct cache *cache, struct arena *arena, struct uuid session)
{
    cache_set(cache, mark_of(arena, session), STR("1"), MARK_SECONDS);
}
