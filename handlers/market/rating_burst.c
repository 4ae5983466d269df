#include "handlers/market/rating_burst.h"

#include "handlers/market/photo.h"
#include "queries/market.h"
#include "queries/moderation.h"

/* A rule: which count of market_rating_burst gives a burst away, and the setting with how many; 0 there switches it off. */
static const struct burst_rule {
    const char *kind; /* as market_rating_hold knows it */
    size_t count, setting;
} rules[] = {
#define RULE(kind) {#kind, offsetof(struct market_rating_burst_row, kind), offsetof(struct config, burst_##kind##_count)}
    RULE(same), RULE(fresh), RULE(lowest), RULE(highest), RULE(every),
#undef RULE
};

static int64_t number_at(const void *row, size_t offset)
{
    return *(const int64_t *)(const void *)((const char *)row + offset);
}

static bool is_broken(const struct request *rq, const struct burst_rule *rule, const struct market_rating_burst_row *burst)
{
    const int64_t most = number_at(rq->config, rule->setting);
    return most > 0 && number_at(burst, rule->count) >= most;
}

static enum db_result tell(struct request *rq, struct uuid market, const struct market_rating_hold_row *held)
{
    char id[UUID_TEXT];
    const struct moderation_tell_in notice = {.id = uuid_new(),
                                              .account = held->account,
                                              .kind = STR("rating.waiting"),
                                              .room = STR("market"),
                                              .subject = market,
                                              .title = held->title,
                                              .link = arena_printf(rq->arena, "/markets/ratings/" STR_FMT, STR_ARG(uuid_text(held->id, id)))};
    return uuid_eq(held->account, rq->viewer.account) ? DB_OK : moderation_tell(rq->db, rq->arena, &notice);
}

static enum db_result hold(struct request *rq, const struct market_rating_hold_in *which)
{
    struct rows rows;
    enum db_result result = market_rating_hold(rq->db, rq->arena, which, &rows);
    const struct market_rating_hold_row *held = rows.at;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++)
        result = tell(rq, which->market, &held[i]);
    return result == DB_OK && rows.count > 0 ? photo_follow(rq, which->market) : result;
}

enum db_result rating_burst_hold(struct request *rq, struct uuid market, struct str visitor)
{
    const struct market_rating_burst_in asked = {
        .market = market, .seconds = rq->config->burst_seconds, .fresh = rq->config->burst_new_seconds, .visitor = visitor};
    struct market_rating_hold_in which = {.market = market, .seconds = asked.seconds, .fresh = asked.fresh, .visitor = visitor};
    struct market_rating_burst_row burst;
    enum db_result result = market_rating_burst_one(rq->db, rq->arena, &asked, &burst);
    for (size_t i = 0; result == DB_OK && i < sizeof rules / sizeof *rules; i++) {
        which.kind = str_of(rules[i].kind);
        if (is_broken(rq, &rules[i], &burst))
            result = hold(rq, &which);
    }
    return result;
}
