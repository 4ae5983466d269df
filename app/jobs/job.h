/* A kind of job: what curio-jobs does with a claimed row. One row a kind in jobs/kinds.c. */
#ifndef CURIO_JOBS_JOB_H
#define CURIO_JOBS_JOB_H

#include "core/config.h"
#include "core/json_read.h"
#include "store/blob.h"
#include "store/cache.h"
#include "store/db.h"

enum job_result {
    JOB_DONE,
    JOB_RETRY, /* not now: what it needs is away. Does not count as a failed try. */
    JOB_FAILED /* counts; after the kind's tries the job is put aside where an admin sees it */
};

struct job {
    const struct config *config;
    struct db *db;
    struct cache *cache;
    struct blob_store *blobs;
    struct arena *arena;
    struct uuid id;
    int32_t tries;         /* this one included */
    struct str request_id; /* of the request that queued it, for the jobs it queues in turn; may be absent */
    struct json_value *payload;
    struct str why; /* set by the kind on RETRY or FAILED; kept in the row */
};

/* A job may run more than once: its worker can die at any moment. A kind that begins a transaction leaves it open with
 * JOB_DONE: the job's own row goes in the same one, which the runner commits. Otherwise the runner rolls back. */
typedef enum job_result job_fn(struct job *);

struct job_kind {
    const char *name;
    job_fn *run;
    int tries;            /* before it is put aside */
    int64_t every_seconds; /* 0: only when queued; else also put by the schedule */
};

#endif
