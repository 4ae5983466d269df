#include "account/keys.h"

#include <assert.h>
#include <string.h>

enum { KEY_ID_BYTES = 8, ID = sizeof(struct uuid), MAC = sizeof(struct sha256_digest) };

static const char *const labels[] = {
    [KEY_ACCESS] = "access token",
    [KEY_REFRESH] = "refresh token",
    [KEY_RESET] = "password reset",
    [KEY_THROTTLE] = "sign-in throttle",
    [KEY_LINK] = "link to a build",
    [KEY_DOWNLOAD] = "download of a build",
    [KEY_UNSUBSCRIBE] = "end of the digest",
    [KEY_CLAIM_MAIL] = "claim of a market by mail",
    [KEY_CLAIM_FILE] = "claim of a market by a file",
    [KEY_RETURN] = "return to a closed account",
    [KEY_EXPORT] = "copy of an account",
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

struct str key_token(struct arena *arena, const struct config *config, enum key_use use, struct uuid id)
{
    char bytes[ID + MAC];
    memcpy(bytes, id.b, ID);
    struct sha256_digest mac = key_mac(config, use, (struct str){bytes, ID});
    memcpy(bytes + ID, mac.b, MAC);
    return base64url_encode(arena, (struct str){bytes, sizeof bytes});
}

bool key_token_read(struct arena *arena, const struct config *config, enum key_use use, struct str token, struct uuid *id)
{
    struct str bytes;
    struct sha256_digest sent;
    if (!base64url_decode(arena, token, &bytes) || bytes.n != ID + MAC)
        return false;
    memcpy(sent.b, bytes.p + ID, MAC);
    if (!sha256_eq(sent, key_mac(config, use, str_slice(bytes, 0, ID))))
        return false;
    memcpy(id->b, bytes.p, ID);
    return true;
}
