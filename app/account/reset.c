#include "account/reset.h"

#include <string.h>

#include "account/keys.h"

enum { ID = sizeof(struct uuid), MAC = sizeof(struct sha256_digest) };

struct str reset_token(struct arena *arena, const struct config *config, struct uuid reset)
{
    char bytes[ID + MAC];
    memcpy(bytes, reset.b, ID);
    struct sha256_digest mac = key_mac(config, KEY_RESET, (struct str){bytes, ID});
    memcpy(bytes + ID, mac.b, MAC);
    return base64url_encode(arena, (struct str){bytes, sizeof bytes});
}

bool reset_token_read(struct arena *arena, const struct config *config, struct str token, struct uuid *out)
{
    struct str bytes;
    struct sha256_digest sent;
    if (!base64url_decode(arena, token, &bytes) || bytes.n != ID + MAC)
        return false;
    memcpy(sent.b, bytes.p + ID, MAC);
    if (!sha256_eq(sent, key_mac(config, KEY_RESET, str_slice(bytes, 0, ID))))
        return false;
    memcpy(out->b, bytes.p, ID);
    return true;
}
