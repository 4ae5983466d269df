#include "account/jws.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jwt.h>

#include "core/crypto.h"
#include "core/json_read.h"

enum { HEADER_DEPTH = 8, SECRET_MIN = 32 };

/* Header parameters that would let the token choose its own key, or that we would have to understand (RFC 7515, 4.1). */
static bool header_is_harmless(const struct json_value *header)
{
    static const char *const refused[] = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (json_member(header, str_of(refused[i])) != NULL)
            return false;
    return true;
}

static bool parse_header(struct arena *arena, struct str text, struct jws *out)
{
    struct json_value *header;
    struct json_error error;
    if (json_parse(arena, text, HEADER_DEPTH, true, &header, &error) != JSON_OK || json_kind(header) != JSON_OBJECT)
        return false;
    struct json_value *kid = json_member(header, STR("kid"));
    out->kid = STR_NULL;
    return header_is_harmless(header) && json_as_text(json_member(header, STR("alg")), &out->algorithm) &&
           (kid == NULL || json_as_text(kid, &out->kid));
}

bool jws_parse(struct arena *arena, struct str token, struct jws *out)
{
    struct str head, rest, body, mac, header;
    if (token.n > JWS_TOKEN_MAX || !str_cut(token, '.', &head, &rest) || !str_cut(rest, '.', &body, &mac))
        return false;
    if (head.n == 0 || mac.n == 0 || memchr(mac.p, '.', mac.n) != NULL)
        return false;
    out->signed_part = str_slice(token, 0, head.n + 1 + body.n);
    out->payload = STR("");
    return base64url_decode(arena, head, &header) && (body.n == 0 || base64url_decode(arena, body, &out->payload)) &&
           base64url_decode(arena, mac, &out->signature) && parse_header(arena, header, out);
}

static void free_token(void *token)
{
    jwt_free(token);
}

static const unsigned char *secret_of(const struct jws_secret *key, int *length)
{
    *length = (int)key->secret.n;
    return (const unsigned char *)key->secret.p;
}

static struct str encoded(struct arena *arena, jwt_t *token)
{
    char *text = jwt_encode_str(token);
    struct str copy = arena_str(arena, str_of(text));
    free(text);
    return copy;
}

struct str jws_sign(struct arena *arena, const struct jws_secret *key, struct str claims)
{
    jwt_t *token = NULL;
    int length;
    const unsigned char *secret = secret_of(key, &length);
    if (key->secret.n < SECRET_MIN || jwt_new(&token) != 0)
        return STR_NULL;
    arena_defer(arena, free_token, token);
    if (jwt_set_alg(token, JWT_ALG_HS256, secret, length) != 0 ||
        jwt_add_header(token, "kid", arena_str(arena, key->kid).p) != 0 ||
        jwt_add_grants_json(token, arena_str(arena, claims).p) != 0)
        return STR_NULL;
    return encoded(arena, token);
}

/* libjwt takes the algorithm from the token, and none at all for an empty key: both are settled before it is asked. It
 * compares in constant time and builds a token without claims where memory runs out, so the claims that count are those
 * that jws_parse read. */
enum jws_result jws_verify(struct arena *arena, const struct jws_secret *key, struct str token, struct str *claims)
{
    struct jws parsed;
    jwt_t *verified = NULL;
    int length;
    const unsigned char *secret = secret_of(key, &length);
    if (key->secret.n < SECRET_MIN)
        return JWS_FAIL;
    if (!jws_parse(arena, token, &parsed) || !str_eq(parsed.algorithm, STR("HS256")) || !str_eq(parsed.kid, key->kid))
        return JWS_INVALID;
    int failed = jwt_decode(&verified, arena_str(arena, token).p, secret, length);
    if (failed != 0)
        return failed == ENOMEM ? JWS_FAIL : JWS_INVALID;
    arena_defer(arena, free_token, verified);
    if (jwt_get_alg(verified) != JWT_ALG_HS256 || jwt_get_grant(verified, "sub") == NULL)
        return JWS_INVALID;
    *claims = parsed.payload;
    return JWS_OK;
}
