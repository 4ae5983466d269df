/* The access token of the API: who (sub) in which session (sid), for a quarter of an hour. */
#ifndef CURIO_ACCOUNT_TOKEN_H
#define CURIO_ACCOUNT_TOKEN_H

#include "core/config.h"
#include "core/timestamp.h"
#include "core/uuid.h"

struct token_claims {
    struct uuid account, session;
};

/* STR_NULL where it can't be signed. */
struct str token_make(struct arena *, const struct config *, const struct token_claims *, struct timestamp now);
/* True for a token of ours whose every claim is there and holds at NOW: exp, nbf, iat, iss, aud, sub, sid, typ. */
bool token_read(struct arena *, const struct config *, struct str token, struct timestamp now, struct token_claims *out)
    __attribute__((warn_unused_result));

#endif
