#include "store/cache.h"

#include "core/buf.h"
#include "core/log.h"
#include "core/memory.h"
#include "core/metrics.h"
#include "core/timestamp.h"

#include <assert.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/time.h>

enum { CONNECT_MS = 100, COMMAND_MS = 200, WORDS = 8, SHA1_HEX = 40 };
static const int64_t REST_US = 1000000; /* without a try after a failure */

struct cache {
    char *socket;
    redisContext *redis;   /* NULL: not connected */
    int64_t away_until;    /* monotonic; before it nothing is tried */
    bool away;             /* as last logged */
    int64_t failed_us;     /* monotonic; 0: never */
    char script[SHA1_HEX]; /* the digest that Redis gave the rate script */
    bool script_loaded;
};

struct cache *cache_open(const char *unix_socket)
{
    struct sigaction now;
    /* hiredis writes to its socket without MSG_NOSIGNAL: a Redis that went away must not end the process. */
    if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
    struct cache *cache = memory_new(sizeof *cache);
    struct str path = str_of(unix_socket);
    cache->socket = memory_new(path.n + 1);
    memcpy(cache->socket, path.p, path.n);
    return cache;
}

static void disconnect(struct cache *cache)
{
    if (cache->redis)
        redisFree(cache->redis);
    cache->redis = NULL;
    cache->script_loaded = false;
}

void cache_close(struct cache *cache)
{
    if (!cache)
        return;
    disconnect(cache);
    free(cache->socket);
    free(cache);
}

/* The connection is of no further use: a late reply on it would answer another question. */
static void fail(struct cache *cache, const char *doing, const char *why)
{
    if (!cache->away)
        log_with(LOG_WARN, "Redis is away", log_text("while", str_of(doing)), log_text("why", str_of(why)));
    cache->away = true;
    disconnect(cache);
    cache->failed_us = monotonic_us();
    cache->away_until = cache->failed_us + REST_US;
}

static struct timeval milliseconds(int ms)
{
    return (struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
}

static bool connected(struct cache *cache)
{
    if (cache->redis)
        return true;
    if (monotonic_us() < cache->away_until)
        return false;
    cache->redis = redisConnectUnixWithTimeout(cache->socket, milliseconds(CONNECT_MS));
    if (!cache->redis || cache->redis->err || redisSetTimeout(cache->redis, milliseconds(COMMAND_MS)) != REDIS_OK) {
        fail(cache, "connecting", cache->redis ? cache->redis->errstr : "out of memory");
        return false;
    }
    return true;
}

/* The reply, for the caller to free; NULL when Redis is away, or refuses, as it does while loading or out of memory. A reply may
 * still be the error NOSCRIPT. */
static redisReply *ask_now(struct cache *cache, size_t count, const struct str words[])
{
    const char *at[WORDS];
    size_t lengths[WORDS];
    assert(count <= WORDS);
    if (!connected(cache))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        at[i] = words[i].p;
        lengths[i] = words[i].n;
    }
    redisReply *reply = redisCommandArgv(cache->redis, (int)count, at, lengths);
    if (!reply) {
        fail(cache, "waiting for a reply", cache->redis->errstr);
        return NULL;
    }
    if (reply->type == REDIS_REPLY_ERROR && !str_starts_with(str_of(reply->str), STR("NOSCRIPT"))) {
        fail(cache, "being refused a command", reply->str);
        freeReplyObject(reply);
        return NULL;
    }
    if (cache->away)
        log_info("Redis is back");
    cache->away = false;
    return reply;
}

static redisReply *ask(struct cache *cache, size_t count, const struct str words[])
{
    redisReply *reply = ask_now(cache, count, words);
    if (!reply)
        metrics_add(METRIC_CACHE, STR("result=\"away\""), 1);
    return reply;
}

#define ASK(cache, ...) \
    ask((cache), sizeof((struct str[]){__VA_ARGS__}) / sizeof(struct str), (const struct str[]){__VA_ARGS__})

bool cache_healthy(struct cache *cache)
{
    redisReply *reply = ASK(cache, STR("PING"));
    bool healthy = reply && reply->type == REDIS_REPLY_STATUS;
    freeReplyObject(reply);
    return healthy;
}

bool cache_steady(const struct cache *cache, int64_t seconds)
{
    return !cache->failed_us || monotonic_us() - cache->failed_us > seconds * 1000000;
}

enum cache_result cache_get(struct cache *cache, struct arena *arena, struct str key, struct str *out)
{
    redisReply *reply = ASK(cache, STR("GET"), key);
    if (!reply)
        return CACHE_AWAY;
    bool hit = reply->type == REDIS_REPLY_STRING;
    metrics_add(METRIC_CACHE, hit ? STR("result=\"hit\"") : STR("result=\"miss\""), 1);
    if (hit)
        *out = arena_str(arena, (struct str){reply->str, (size_t)reply->len});
    freeReplyObject(reply);
    return hit ? CACHE_HIT : CACHE_MISS;
}

/* A number as a word of a command. */
struct number {
    char text[24];
};

static struct str number_word(int64_t value, struct number *number)
{
    struct buf text = {.p = number->text, .capacity = sizeof number->text - 1, .limit = sizeof number->text - 1};
    buf_add_int64(&text, value);
    return buf_str(&text);
}

void cache_set(struct cache *cache, struct str key, struct str value, int64_t seconds)
{
    struct number life;
    assert(seconds > 0 && value.p);
    freeReplyObject(ASK(cache, STR("SET"), key, value, STR("EX"), number_word(seconds, &life)));
}

/* GCRA in microseconds of Redis's own clock, which doubles hold exactly. KEYS[1] keeps the theoretical arrival time (TAT) of
 * the next unit; ARGV: the interval of one unit, how many fit at once. A refused unit does not move it. A TAT further ahead
 * than the whole allowance comes from other settings or a clock put back, and is cut. */
static const char rate_script[] =
    "local t = redis.call('TIME')\n"
    "local now = t[1] * 1000000 + t[2]\n"
    "local interval, count = tonumber(ARGV[1]), tonumber(ARGV[2])\n"
    "local whole = interval * count\n"
    "local tat = tonumber(redis.call('GET', KEYS[1]) or 0)\n"
    "tat = math.min(math.max(tat, now), now + whole)\n"
    "local free_at = tat + interval - whole\n"
    "if free_at > now then return {0, 0, tat - now, free_at - now} end\n"
    "tat = tat + interval\n"
    "redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000))\n"
    "return {1, math.floor((now + whole - tat) / interval), tat - now, 0}\n";

static bool script_load(struct cache *cache)
{
    if (cache->script_loaded)
        return true;
    redisReply *reply = ASK(cache, STR("SCRIPT"), STR("LOAD"), (struct str){rate_script, sizeof rate_script - 1});
    if (!reply)
        return false;
    cache->script_loaded = reply->type == REDIS_REPLY_STRING && (size_t)reply->len == SHA1_HEX;
    if (cache->script_loaded)
        memcpy(cache->script, reply->str, SHA1_HEX);
    freeReplyObject(reply);
    return cache->script_loaded;
}

/* The script's four numbers, or NULL. After SCRIPT FLUSH Redis knows the script no more, and gets it again. */
static redisReply *rate_ask(struct cache *cache, struct str key, int64_t interval, int64_t count)
{
    struct number number[2];
    for (int tries = 0; tries < 2 && script_load(cache); tries++) {
        redisReply *reply = ASK(cache, STR("EVALSHA"), (struct str){cache->script, SHA1_HEX}, STR("1"), key,
                                number_word(interval, &number[0]), number_word(count, &number[1]));
        if (!reply || (reply->type == REDIS_REPLY_ARRAY && reply->elements == 4))
            return reply;
        freeReplyObject(reply);
        cache->script_loaded = false;
    }
    return NULL;
}

static int64_t seconds_up(int64_t us)
{
    return (us + 999999) / 1000000;
}

enum cache_result cache_rate(struct cache *cache, struct str key, int64_t count, int64_t seconds, struct cache_limit *out)
{
    assert(count > 0 && seconds > 0 && seconds <= INT64_MAX / 1000000 && seconds * 1000000 >= count);
    redisReply *reply = rate_ask(cache, key, seconds * 1000000 / count, count);
    if (!reply)
        return CACHE_AWAY;
    *out = (struct cache_limit){
        .allowed = reply->element[0]->integer == 1,
        .remaining = reply->element[1]->integer,
        .reset_seconds = seconds_up(reply->element[2]->integer),
        .retry_seconds = seconds_up(reply->element[3]->integer),
    };
    freeReplyObject(reply);
    return CACHE_HIT;
}
