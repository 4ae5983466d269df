#include "web/limits.h"

#include <assert.h>
#include <string.h>

#include "core/crypto.h"
#include "core/timestamp.h"

enum { SLOTS = 4096 };

/* Theoretical arrival times, by a hash of the key. Two keys that share a slot share a limit: strict, and bounded. */
struct limits {
    const struct config *config;
    int64_t arrival_us[SLOTS];
};

struct limits *limits_new(struct arena *arena, const struct config *config)
{
    struct limits *limits = ARENA_NEW(arena, struct limits);
    limits->config = config;
    return limits;
}

struct limit_policy limit_policy(const struct config *c, enum limit limit)
{
    switch (limit) {
    case LIMIT_READ: return (struct limit_policy){"read", c->limit_read_count, c->limit_read_seconds};
    case LIMIT_WRITE: return (struct limit_policy){"write", c->limit_write_count, c->limit_write_seconds};
    case LIMIT_UPLOAD: return (struct limit_policy){"upload", c->limit_upload_count, c->limit_upload_seconds};
    case LIMIT_AUTH: return (struct limit_policy){"auth", c->limit_auth_count, c->limit_auth_seconds};
    case LIMIT_NONE:
    case LIMIT_COUNT: break;
    }
    return (struct limit_policy){NULL, 0, 0};
}

static size_t slot_of(struct str key)
{
    struct sha256_digest digest = sha256_of(key);
    size_t slot;
    memcpy(&slot, digest.b, sizeof slot);
    return slot % SLOTS;
}

static int64_t seconds_up(int64_t us)
{
    return us <= 0 ? 0 : (us + 999999) / 1000000;
}

struct cache_limit limits_count_locally(struct limits *limits, struct str key, int64_t count, int64_t seconds, int64_t now_us)
{
    int64_t *arrival = &limits->arrival_us[slot_of(key)];
    int64_t step = seconds * 1000000 / count;
    int64_t window = step * count;
    int64_t next = (*arrival > now_us ? *arrival : now_us) + step;
    struct cache_limit state = {.allowed = next - window <= now_us};
    if (state.allowed)
        *arrival = next;
    state.remaining = (window - (*arrival - now_us)) / step;
    if (state.remaining < 0)
        state.remaining = 0;
    state.reset_seconds = seconds_up(*arrival - now_us);
    state.retry_seconds = state.allowed ? 0 : seconds_up(next - window - now_us);
    return state;
}

/* A worker does not hear of the others' requests: half of its share, and at least one. */
static int64_t local_count(const struct config *config, int64_t count)
{
    int64_t workers = config->web_workers < 1 ? 1 : config->web_workers;
    int64_t share = count / (workers * 2);
    return share < 1 ? 1 : share;
}

struct limit_state limits_count(struct limits *limits, struct cache *cache, struct arena *arena, enum limit limit,
                                struct str key)
{
    struct limit_state state = {.policy = limit_policy(limits->config, limit)};
    if (state.policy.name == NULL)
        return state;
    state.counted = true;
    const struct str parts[] = {STR("rate:"), str_of(state.policy.name), STR(":"), key};
    struct str full_key = arena_join(arena, 4, parts);
    if (cache_rate(cache, full_key, state.policy.count, state.policy.seconds, &state.now) != CACHE_AWAY)
        return state;
    state.policy.count = local_count(limits->config, state.policy.count);
    state.now = limits_count_locally(limits, full_key, state.policy.count, state.policy.seconds, monotonic_us());
    return state;
}
