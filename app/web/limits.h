/* Rate limits by GCRA in Redis, keyed by account, or by address for those not signed in. With Redis away each worker counts
 * for itself, more strictly: no limit fails open. */
#ifndef CURIO_WEB_LIMITS_H
#define CURIO_WEB_LIMITS_H

#include "core/arena.h"
#include "core/config.h"
#include "store/cache.h"
#include "web/route.h"

struct limit_policy {
    const char *name; /* as the headers call it */
    int64_t count, seconds;
};

struct limit_state {
    bool counted;
    struct limit_policy policy;
    struct cache_limit now;
};

struct limits;
struct limits *limits_new(struct arena *, const struct config *);

/* LIMIT_NONE has no policy: name NULL. */
struct limit_policy limit_policy(const struct config *, enum limit);
/* Counts one request of KEY. */
struct limit_state limits_count(struct limits *, struct cache *, struct arena *, enum limit, struct str key);
/* The rule while Redis is away; NOW_US is monotonic. Of each policy's count a worker grants its own share, halved. */
struct cache_limit limits_count_locally(struct limits *, struct str key, int64_t count, int64_t seconds, int64_t now_us);

#endif
