/* The prior of markets' scores follows the ratings of the whole site; and what ratings need no longer know of their authors is forgotten. */
#include "core/log.h"
#include "jobs/kinds.h"
#include "queries/market.h"

enum job_result market_prior_run(struct job *job)
{
    const struct market_prior_reckon_in weight = {.weight = (double)job->config->rating_prior_weight};
    struct market_prior_reckon_row reckoned = {0};
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = market_prior_reckon_one(job->db, job->arena, &weight, &reckoned);
    if (result == DB_OK)
        result = market_rating_forget(job->db, job->arena);
    if (result == DB_OK || result == DB_NONE) {
        if (reckoned.moved > 0)
            log_with(LOG_INFO, "scores of markets", log_number("moved", reckoned.moved));
        return JOB_DONE;
    }
    job->why = STR("the database is away");
    return JOB_RETRY;
}
