#include "account/keys.h"

#include <assert.h>

enum { KEY_ID_BYTES = 8 };

static const char *const labels[] = {
    [KEY_ACCESS] = "access token",
    [KEY_REFRESH] = "refresh token",
    [KEY_RESET] = "password reset",
    [KEY_THROTTLE] = "sign-in throttle",
};
static_assert(sizeof labels / sizeof *labels == KEY_USE_COUNT, "one label a use");

struct sha256_digest key_of(const struct config *config, enum key_use use)
{
    return hmac_sha256(config->token_secret, str_of(labels[use]));
}

struct str key_id(struct arena *arena, const struct config *config)
{
    struct sha256_digest digest = hmac_sha256(config->token_secret, STR("access token, key id"));
    return hex_encode(arena, digest.b, KEY_ID_BYTES);
}

struct sha256_digest key_mac(const struct config *config, enum key_use use, struct str message)
{
    struct sha256_digest key = key_of(config, use);
    return hmac_sha256(sha256_bytes(&key), message);
}
