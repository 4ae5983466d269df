#include "account/token.h"

#include "account/jws.h"
#include "account/keys.h"
#include "core/json_read.h"
#include "core/json_write.h"

enum {
    CLAIMS_MAX = 4096,
    CLAIMS_DEPTH = 4,
    SKEW_SECONDS = 5 /* between the clocks of our own hosts */
};

static const struct str audience = {"curio-api", sizeof "curio-api" - 1};
static const struct str token_type = {"access", sizeof "access" - 1};

static int64_t seconds_of(struct timestamp at)
{
    return at.us / 1000000;
}

static struct str claims_text(struct arena *arena, const struct config *config, const struct token_claims *claims,
                              int64_t now)
{
    struct buf text;
    struct json json;
    buf_init(&text, CLAIMS_MAX);
    json_begin(&json, &text);
    json_object_open(&json);
    json_member_text(&json, "iss", config->site_url);
    json_member_text(&json, "aud", audience);
    json_member_text(&json, "typ", token_type);
    json_member_uuid(&json, "sub", claims->account);
    json_member_uuid(&json, "sid", claims->session);
    json_member_int64(&json, "iat", now);
    json_member_int64(&json, "nbf", now);
    json_member_int64(&json, "exp", now + config->access_token_seconds);
    json_object_close(&json);
    struct str copy = json_end(&json) ? arena_str(arena, buf_str(&text)) : STR_NULL;
    buf_free(&text);
    return copy;
}

struct str token_make(struct arena *arena, const struct config *config, const struct token_claims *claims,
                      struct timestamp now)
{
    struct sha256_digest secret = key_of(config, KEY_ACCESS);
    const struct jws_secret key = {key_id(arena, config), sha256_bytes(&secret)};
    struct str text = claims_text(arena, config, claims, seconds_of(now));
    return text.p == NULL ? STR_NULL : jws_sign(arena, &key, text);
}

static bool text_is(const struct json_value *claims, const char *name, struct str expected)
{
    struct str value;
    return json_as_text(json_member(claims, str_of(name)), &value) && secret_equal(value, expected);
}

static bool seconds_in(const struct json_value *claims, const char *name, int64_t *out)
{
    return json_as_int64(json_member(claims, str_of(name)), out) && *out >= 0;
}

static bool times_hold(const struct json_value *claims, const struct config *config, int64_t now)
{
    int64_t issued, from, until;
    return seconds_in(claims, "iat", &issued) && seconds_in(claims, "nbf", &from) && seconds_in(claims, "exp", &until) &&
           issued <= now + SKEW_SECONDS && from <= now + SKEW_SECONDS && now < until &&
           until - issued <= config->access_token_seconds;
}

bool token_read(struct arena *arena, const struct config *config, struct str token, struct timestamp now,
                struct token_claims *out)
{
    struct sha256_digest secret = key_of(config, KEY_ACCESS);
    const struct jws_secret key = {key_id(arena, config), sha256_bytes(&secret)};
    struct str text;
    struct json_value *claims;
    struct json_error error;
    if (jws_verify(arena, &key, token, &text) != JWS_OK ||
        json_parse(arena, text, CLAIMS_DEPTH, true, &claims, &error) != JSON_OK || json_kind(claims) != JSON_OBJECT)
        return false;
    return text_is(claims, "iss", config->site_url) && text_is(claims, "aud", audience) &&
           text_is(claims, "typ", token_type) && json_as_uuid(json_member(claims, STR("sub")), &out->account) &&
           json_as_uuid(json_member(claims, STR("sid")), &out->session) && times_hold(claims, config, seconds_of(now));
}
