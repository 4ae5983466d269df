/* Gives markets whose next date is over their next one, so that lists by date move on. */
#include "jobs/kinds.h"
#include "queries/market.h"

enum { AT_ONCE = 500 };

enum job_result market_next_run(struct job *job)
{
    const struct market_next_refresh_in in = {.limit = AT_ONCE};
    enum db_result result;
    do
        result = market_next_refresh(job->db, job->arena, &in);
    while (result == DB_OK);
    if (result == DB_NONE)
        return JOB_DONE;
    job->why = STR("the database is away");
    return JOB_RETRY;
}
