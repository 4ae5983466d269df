/* Redis: nothing in it may be needed. Every call has a short time-out; after a failure calls return CACHE_AWAY at once for
 * a second before the next try. cache.c is the one file that includes hiredis. */
#ifndef CURIO_STORE_CACHE_H
#define CURIO_STORE_CACHE_H

#include "core/arena.h"

struct cache;
enum cache_result { CACHE_HIT, CACHE_MISS, CACHE_AWAY };
#define CACHE_CHECKED __attribute__((warn_unused_result))

struct cache *cache_open(const char *unix_socket); /* connects lazily */
void cache_close(struct cache *);
bool cache_healthy(struct cache *);
/* Whether nothing failed for SECONDS: else it may hold what others meant to overwrite meanwhile. */
bool cache_steady(const struct cache *, int64_t seconds);
enum cache_result cache_get(struct cache *, struct arena *, struct str key, struct str *out) CACHE_CHECKED;
/* Lost when Redis is away: an older value may then be found for up to the SECONDS that it was given. */
void cache_set(struct cache *, struct str key, struct str value, int64_t seconds);

/* GCRA (generic cell rate algorithm, as in ITU-T I.371): COUNT units in SECONDS, refilled continuously, at most a million a
 * second. Atomic in Redis by script. */
struct cache_limit {
    bool allowed;
    int64_t remaining;     /* units left now */
    int64_t reset_seconds; /* until whole again */
    int64_t retry_seconds; /* until one unit is free; 0 when allowed */
};
enum cache_result cache_rate(struct cache *, struct str key, int64_t count, int64_t seconds, struct cache_limit *out)
    CACHE_CHECKED; /* CACHE_HIT or CACHE_AWAY */

#endif
