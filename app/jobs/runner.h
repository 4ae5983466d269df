/* One worker: claims a job, runs it, records what came of it. Any number of them may work on one database. */
#ifndef CURIO_JOBS_RUNNER_H
#define CURIO_JOBS_RUNNER_H

#include "jobs/job.h"

struct runner {
    const struct config *config;
    struct db *db;
    struct cache *cache;
    struct blob_store *blobs;
    struct arena *arena; /* of one job: reset after each */
    const struct job_kind *kinds;
    size_t kind_count;
};

enum run_result {
    RUN_DID,  /* one job, whatever came of it */
    RUN_IDLE, /* nothing is due */
    RUN_AWAY  /* the database is */
};

/* Jobs whose worker died come first. */
enum run_result runner_step(struct runner *) __attribute__((warn_unused_result));
/* Puts the jobs of scheduled kinds whose turn it is; of many workers one puts each. False: the database is away. */
bool runner_schedule(struct runner *);
/* Shows in the metrics how much is left to do. */
void runner_measure(struct runner *);
/* How long a job waits after its Nth try (from 1) failed, or after N answers in a row that what it needs is away:
 * doubling, up to a bound, give or take a quarter so that a crowd does not come back at once. Milliseconds. */
int64_t runner_failed_delay_ms(int32_t tries);
int64_t runner_retry_delay_ms(int32_t delays);

#endif
