#include "web/visitor.h"

struct sha256_digest visitor_digest(const struct request *rq, struct str purpose)
{
    const struct str parts[] = {purpose, STR("\n"), rq->address_key};
    return hmac_sha256(rq->config->token_secret, arena_join(rq->arena, sizeof parts / sizeof *parts, parts));
}
