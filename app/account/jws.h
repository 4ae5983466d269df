/* Compact JSON web signatures (RFC 7515), strictly: three canonical base64url parts, a JSON header without a name twice, the
 * key's own algorithm, nothing critical, no key that the token brings along. jws.c is the one file that includes libjwt, which
 * signs and verifies our own tokens; what other people's keys sign is verified by jws_signature.c. */
#ifndef CURIO_ACCOUNT_JWS_H
#define CURIO_ACCOUNT_JWS_H

#include "core/arena.h"

struct jws_key;

enum jws_result {
    JWS_OK,
    JWS_INVALID, /* malformed, unknown key, another algorithm, wrong signature */
    JWS_FAIL     /* the library could not */
};

enum { JWS_TOKEN_MAX = 16 * 1024 }; /* bytes */

struct jws {
    struct str kid;       /* absent where the header has none */
    struct str algorithm; /* as the header says */
    struct str signed_part; /* what the signature is over */
    struct str payload, signature;
};

/* The form alone: nothing in it is to be trusted yet. */
bool jws_parse(struct arena *, struct str token, struct jws *out) __attribute__((warn_unused_result));

/* Our own tokens: HS256 with SECRET of at least 32 bytes, named KID. CLAIMS is a JSON object; and so is what verified. */
struct jws_secret {
    struct str kid, secret;
};
struct str jws_sign(struct arena *, const struct jws_secret *, struct str claims); /* STR_NULL where libjwt fails */
enum jws_result jws_verify(struct arena *, const struct jws_secret *, struct str token, struct str *claims)
    __attribute__((warn_unused_result));

#endif
