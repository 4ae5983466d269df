/* fuzz: account. What clients send as credentials: access tokens, tokens by foreign key sets, links. Nothing made up may be accepted. */
#include "account/jws_signature.h"
#include "account/reset.h"
#include "account/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char keys[] =
    "{\"keys\":[{\"kty\":\"EC\",\"alg\":\"ES256\",\"kid\":\"e\",\"crv\":\"P-256\","
    "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct config config = {.site_url = {"https://curio.example", 21},
                                         .token_secret = {"a secret of more than thirty-two bytes", 38},
                                         .access_token_seconds = 900};
    struct arena *arena = arena_new(4 << 20);
    struct str input = {(const char *)data, size}, payload;
    struct token_claims claims;
    struct uuid reset;
    struct json_value *set;
    struct json_error error;
    if (token_read(arena, &config, input, (struct timestamp){INT64_C(1800000000) * 1000000}, &claims) ||
        reset_token_read(arena, &config, input, &reset))
        abort();
    if (json_parse(arena, str_of(keys), 8, true, &set, &error) != JSON_OK ||
        jws_verify_by_set(arena, set, input, &payload) == JWS_OK)
        abort();
    arena_free(arena);
    return 0;
}
