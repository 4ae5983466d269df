/* Signatures by keys that others publish (RFC 7517), over OpenSSL: what a key may be used for is the key's to say, never the
 * token's. */
#ifndef CURIO_ACCOUNT_JWS_SIGNATURE_H
#define CURIO_ACCOUNT_JWS_SIGNATURE_H

#include "account/jws.h"
#include "core/json_read.h"

enum jws_algorithm {
    JWS_HS256, JWS_HS384, JWS_HS512,
    JWS_RS256, JWS_RS384, JWS_RS512,
    JWS_PS256, JWS_PS384, JWS_PS512,
    JWS_ES256, JWS_ES384, JWS_ES512,
    JWS_ALGORITHM_COUNT
};

/* TOKEN by the one key of the set JWKS ({"keys": […]}) that has the token's kid. Refused: a key that does not name its
 * algorithm or another than the token's, one for encryption (use, key_ops), one too weak (RSA below 2048 bits or with an
 * exponent below 65537, or of the ROCA kind; a secret shorter than its digest), a point off its curve, a set that mixes secrets
 * with published keys or has the kid twice. *PAYLOAD is whatever was signed. */
enum jws_result jws_verify_by_set(struct arena *, const struct json_value *jwks, struct str token, struct str *payload)
    __attribute__((warn_unused_result));

#endif
