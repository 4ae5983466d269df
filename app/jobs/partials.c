/* Files that come in pieces: those whose time is over are forgotten, and what lies in the blob store's folder `partial` without a row is
 * removed. A row is there before its file is, so what has none is left over whatever its age. */
#include "core/log.h"
#include "jobs/kinds.h"
#include "queries/site.h"

enum { BATCH = 256, SCRATCH = 1 << 20 };

struct sweep {
    struct job *job;
    struct arena *scratch;
    struct uuid ids[BATCH];
    size_t count;
    int64_t removed;
    enum db_result result;
};

static bool is_known(const struct rows *known, struct uuid id)
{
    const struct upload_known_row *rows = known->at;
    for (size_t i = 0; i < known->count; i++)
        if (uuid_eq(rows[i].id, id))
            return true;
    return false;
}

static void sweep_batch(struct sweep *sweep)
{
    struct rows known = {0};
    const struct upload_known_in which = {.ids = {sweep->ids, sweep->count}};
    enum db_result result = upload_known(sweep->job->db, sweep->scratch, &which, &known);
    if (result == DB_NONE)
        result = DB_OK;
    sweep->result = result;
    for (size_t i = 0; result == DB_OK && i < sweep->count; i++)
        if (!is_known(&known, sweep->ids[i]) && blob_partial_remove(sweep->job->blobs, sweep->ids[i]) == BLOB_OK)
            sweep->removed++;
    sweep->count = 0;
    arena_reset(sweep->scratch);
}

static bool gather(void *with, struct uuid id)
{
    struct sweep *sweep = with;
    sweep->ids[sweep->count++] = id;
    if (sweep->count == BATCH)
        sweep_batch(sweep);
    return sweep->result == DB_OK;
}

static bool sweep_files(struct job *job)
{
    struct sweep *sweep = ARENA_NEW(job->arena, struct sweep);
    sweep->job = job;
    sweep->scratch = arena_new(SCRATCH);
    sweep->result = DB_OK;
    enum blob_result walked = blob_partial_each(job->blobs, gather, sweep);
    if (sweep->result == DB_OK && sweep->count > 0)
        sweep_batch(sweep);
    arena_free(sweep->scratch);
    if (sweep->removed > 0)
        log_with(LOG_INFO, "partial files swept", log_number("files", sweep->removed));
    return walked == BLOB_OK && sweep->result == DB_OK;
}

enum job_result partials_run(struct job *job)
{
    if (upload_sweep(job->db, job->arena) != DB_FAIL && sweep_files(job))
        return JOB_DONE;
    job->why = STR("the database or the blob store is away");
    return JOB_RETRY;
}
