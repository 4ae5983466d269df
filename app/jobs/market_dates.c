/* Writes the dates that markets' schedules give for the days that came into view since. */
#include "jobs/kinds.h"
#include "market/shelf/dates.h"

enum { SCRATCH = 4 << 20 };

enum job_result market_dates_run(struct job *job)
{
    struct arena *arena = arena_new(SCRATCH);
    enum db_result result;
    while ((result = market_dates_extend(job->db, arena, timestamp_now())) == DB_OK)
        arena_reset(arena);
    arena_free(arena);
    job->why = STR("database");
    return result == DB_NONE ? JOB_DONE : JOB_RETRY;
}
