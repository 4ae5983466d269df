/* Tells those who marked a market what became of its dates, once it has been so for a while: a slip of the organiser's, put right at once, is
 * no news. */
#include "jobs/kinds.h"
#include "queries/market.h"

enum { SCRATCH = 1 << 20 };

/* "Loppemarked i Ry, 2026-05-03": which date is meant, as it was known. */
static enum db_result tell(struct job *job, struct arena *arena, const struct market_news_due_row *market, const struct market_news_take_row *news)
{
    const struct market_news_tell_in in = {
        .market = market->market,
        .kind = news->kind,
        .title = arena_printf(arena, STR_FMT ", " STR_FMT, STR_ARG(market->title), STR_ARG(news->day)),
        .link = arena_printf(arena, "/markets/" STR_FMT, STR_ARG(market->slug))};
    const enum db_result result = market_news_tell(job->db, arena, &in);
    return result == DB_NONE ? DB_OK : result;
}

/* DB_NONE: there is none left. */
static enum db_result tell_next(struct job *job, struct arena *arena)
{
    struct market_news_due_row market;
    struct rows news;
    const struct market_news_due_in which = {.before = {timestamp_now().us - job->config->market_news_seconds * 1000000}};
    enum db_result result = market_news_due_one(job->db, arena, &which, &market);
    if (result != DB_OK)
        return result;
    result = market_news_take(job->db, arena, &(struct market_news_take_in){.market = market.market}, &news);
    const struct market_news_take_row *row = news.at;
    for (size_t i = 0; result == DB_OK && i < news.count; i++)
        result = tell(job, arena, &market, &row[i]);
    return result;
}

enum job_result market_news_run(struct job *job)
{
    struct arena *arena = arena_new(SCRATCH);
    enum db_result result;
    do {
        arena_reset(arena);
        result = db_begin(job->db);
        if (result == DB_OK)
            result = tell_next(job, arena);
        if (result == DB_OK)
            result = db_commit(job->db);
        else
            db_rollback(job->db);
    } while (result == DB_OK);
    arena_free(arena);
    job->why = STR("database");
    return result == DB_NONE ? JOB_DONE : JOB_RETRY;
}
