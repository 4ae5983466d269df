/* Tells people of new markets near the places that they watch. */
#include "jobs/kinds.h"
#include "queries/market.h"

enum {
    SCRATCH = 1 << 20,
    SETTLE_US = 60 * 1000 * 1000 /* a transaction that lists a market is over by then: none is passed over */
};

static enum db_result tell(struct job *job, struct arena *arena, const struct market_watch_due_row *watch)
{
    const struct market_watch_tell_in in = {
        .id = uuid_new(),
        .account = watch->account,
        .title = watch->markets == 1 ? arena_printf(arena, STR_FMT ": " STR_FMT, STR_ARG(watch->title), STR_ARG(watch->newest)) : watch->title,
        .link = arena_printf(arena, "/markets/nearby?latitude=%.5f&longitude=%.5f&radius=%d&sort=newest", watch->latitude, watch->longitude, watch->radius),
        .markets = watch->markets};
    return market_watch_tell(job->db, arena, &in);
}

/* DB_NONE: there is none left. */
static enum db_result look_after_next(struct job *job, struct arena *arena, struct timestamp until)
{
    struct market_watch_due_row watch;
    enum db_result result = market_watch_due_one(job->db, arena, &(struct market_watch_due_in){.before = until, .until = until}, &watch);
    if (result == DB_OK && watch.markets > 0)
        result = tell(job, arena, &watch);
    return result == DB_OK ? market_watch_told(job->db, arena, &(struct market_watch_told_in){.id = watch.id, .until = until}) : result;
}

enum job_result market_watch_run(struct job *job)
{
    struct arena *arena = arena_new(SCRATCH);
    const struct timestamp until = {timestamp_now().us - SETTLE_US};
    enum db_result result;
    do {
        arena_reset(arena);
        result = db_begin(job->db);
        if (result == DB_OK)
            result = look_after_next(job, arena, until);
        if (result == DB_OK)
            result = db_commit(job->db);
        else
            db_rollback(job->db);
    } while (result == DB_OK);
    arena_free(arena);
    job->why = STR("database");
    return result == DB_NONE ? JOB_DONE : JOB_RETRY;
}
