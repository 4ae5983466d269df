#include "jobs/sweep.h"

#include "core/log.h"
#include "jobs/kinds.h"
#include "jobs/remote.h"
#include "queries/account.h"
#include "queries/moderation.h"
#include "queries/market.h"
#include "queries/schematic.h"
#include "queries/site.h"
#include "queries/social.h"
#include "schematic/shelf/edition.h"
#include "schematic/shelf/record.h"
#include "store/s3.h"

enum {
    DAY = 86400,
    CONVERSION_DAYS = 30, /* a file in another format that nobody asked for in this time is made again when somebody does */
    BATCH = 256,
    SCRATCH = 1 << 20 /* bytes of memory for one batch */
};

static struct sha256_digest digest_of(struct str bytes)
{
    struct sha256_digest digest = {0};
    for (size_t i = 0; i < sizeof digest.b && i < bytes.n; i++)
        digest.b[i] = (uint8_t)bytes.p[i];
    return digest;
}

/* What may lie of it in the S3 store. False: it could not be asked, and the row stays until it can. */
static bool drop_there(struct job *job, struct arena *arena, struct str sha256, struct str place)
{
    struct str why = STR("");
    if (str_eq(place, STR("disk")))
        return true;
    enum remote_result result = s3_set(job->config) ? remote_remove(arena, job->config, digest_of(sha256), &why) : REMOTE_AWAY;
    if (result != REMOTE_OK && result != REMOTE_NONE)
        log_with(LOG_WARN, "a blob stays: the S3 store can't be asked to drop it", log_text("why", why));
    return result == REMOTE_OK || result == REMOTE_NONE;
}

/* The row first, which shuts out an upload of the same bytes until the file is gone too. */
enum db_result sweep_blob(struct job *job, struct arena *arena, struct str sha256, int64_t seconds)
{
    const struct blob_forget_in which = {.sha256 = sha256, .seconds = seconds};
    struct blob_forget_row gone;
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = blob_forget_one(job->db, arena, &which, &gone);
    if (result == DB_OK && !drop_there(job, arena, sha256, gone.place))
        result = DB_NONE;
    if (result == DB_OK && blob_remove(job->blobs, digest_of(sha256)) == BLOB_FAIL)
        result = DB_FAIL;
    if (result == DB_OK)
        return db_commit(job->db);
    db_rollback(job->db);
    return result;
}

/* *DROPPED of the batch's blobs went; the others were touched or are spoken of meanwhile. */
static enum db_result drop_batch(struct job *job, struct arena *arena, int64_t seconds, size_t *dropped, size_t *seen)
{
    struct rows unused;
    const struct blob_unused_in which = {.seconds = seconds, .limit = BATCH};
    *dropped = *seen = 0;
    enum db_result result = blob_unused(job->db, arena, &which, &unused);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    const struct blob_unused_row *rows = unused.at;
    for (*seen = 0; *seen < unused.count; ++*seen) {
        result = sweep_blob(job, arena, rows[*seen].sha256, seconds);
        if (result == DB_FAIL)
            return result;
        if (result == DB_OK)
            ++*dropped;
    }
    return DB_OK;
}

enum db_result sweep_blobs(struct job *job, int64_t seconds)
{
    struct arena *scratch = arena_new(SCRATCH);
    size_t dropped, seen, total = 0;
    enum db_result result;
    do {
        arena_reset(scratch);
        result = drop_batch(job, scratch, seconds, &dropped, &seen);
        total += dropped;
    } while (result == DB_OK && dropped > 0 && seen == BATCH);
    arena_free(scratch);
    int64_t received = blob_sweep(job->blobs, seconds);
    if (total > 0 || received > 0)
        log_with(LOG_INFO, "blobs swept", log_number("blobs", (int64_t)total), log_number("halfReceived", received));
    return result;
}

struct adoption {
    struct job *job;
    struct arena *scratch;
    size_t count;
    struct sha256_digest digests[BATCH];
    int64_t sizes[BATCH];
    enum db_result result;
};

static void adopt_batch(struct adoption *adoption)
{
    struct str texts[BATCH];
    for (size_t i = 0; i < adoption->count; i++)
        texts[i] = sha256_bytes(&adoption->digests[i]);
    const struct blob_adopt_in files = {.digests = {texts, adoption->count},
                                        .sizes = {adoption->sizes, adoption->count}};
    enum db_result result = blob_adopt(adoption->job->db, adoption->scratch, &files);
    if (result != DB_NONE)
        adoption->result = result; /* none: all have rows */
    adoption->count = 0;
    arena_reset(adoption->scratch);
}

static bool adopt(void *with, struct sha256_digest digest, int64_t size)
{
    struct adoption *adoption = with;
    adoption->digests[adoption->count] = digest;
    adoption->sizes[adoption->count++] = size;
    if (adoption->count == BATCH)
        adopt_batch(adoption);
    return adoption->result == DB_OK;
}

enum db_result sweep_adopt(struct job *job, int64_t seconds)
{
    struct adoption *adoption = ARENA_NEW(job->arena, struct adoption);
    adoption->job = job;
    adoption->scratch = arena_new(SCRATCH);
    adoption->result = DB_OK;
    enum blob_result walked = blob_each(job->blobs, seconds, adopt, adoption);
    if (adoption->result == DB_OK && adoption->count > 0)
        adopt_batch(adoption);
    arena_free(adoption->scratch);
    return walked == BLOB_OK ? adoption->result : DB_FAIL;
}

static enum job_result swept(struct job *job, enum db_result result)
{
    if (result == DB_OK || result == DB_NONE)
        return JOB_DONE;
    job->why = STR("the database or the blob store is away");
    return JOB_RETRY;
}

enum job_result adopt_run(struct job *job)
{
    return swept(job, sweep_adopt(job, DAY));
}

/* Pictures that an older program made, or that wait for a job that is not there. */
static enum db_result analyse_again(struct job *job)
{
    const struct schematic_file_stuck_in stuck = {.made_by = ANALYSIS_EDITION};
    const struct schematic_file_old_in old = {.made_by = ANALYSIS_EDITION, .seconds = DAY, .limit = BATCH};
    struct rows files;
    if (schematic_file_stuck(job->db, job->arena, &stuck) == DB_FAIL)
        return DB_FAIL;
    enum db_result result = schematic_file_old(job->db, job->arena, &old, &files);
    const struct schematic_file_old_row *file = files.at;
    for (size_t i = 0; result == DB_OK && i < files.count; i++)
        result = record_analyse(job->db, job->arena, file[i].sha256, job->request_id);
    return result;
}

/* Rows that have had their time; "none" is as good as some. */
static enum db_result sweep_rows(struct job *job)
{
    const struct schematic_download_sweep_in windows = {.seconds = job->config->download_window_seconds};
    const struct idempotency_sweep_in replies = {.seconds = job->config->idempotency_seconds};
    const struct schematic_file_sweep_in files = {.seconds = DAY};
    const struct schematic_conversion_sweep_in conversions = {.seconds = CONVERSION_DAYS * DAY};
    const struct schematic_link_sweep_in links = {.seconds = DAY};
    const struct market_organiser_sweep_in organisers = {.limit = BATCH};
    bool swept_all = schematic_file_sweep(job->db, job->arena, &files) != DB_FAIL && analyse_again(job) != DB_FAIL &&
                     schematic_conversion_sweep(job->db, job->arena, &conversions) != DB_FAIL &&
                     schematic_link_sweep(job->db, job->arena, &links) != DB_FAIL &&
                     schematic_download_sweep(job->db, job->arena, &windows) != DB_FAIL &&
                     idempotency_sweep(job->db, job->arena, &replies) != DB_FAIL &&
                     reset_sweep(job->db, job->arena) != DB_FAIL && refresh_sweep(job->db, job->arena) != DB_FAIL &&
                     session_sweep(job->db, job->arena) != DB_FAIL && account_unsuspend_due(job->db, job->arena) != DB_FAIL &&
                     market_claim_sweep(job->db, job->arena) != DB_FAIL && account_export_sweep(job->db, job->arena) != DB_FAIL &&
                     market_organiser_sweep(job->db, job->arena, &organisers) != DB_FAIL &&
                     notice_sweep(job->db, job->arena) != DB_FAIL && social_activity_sweep(job->db, job->arena) != DB_FAIL;
    return swept_all ? DB_OK : DB_FAIL;
}

enum job_result sweep_run(struct job *job)
{
    enum db_result result = sweep_rows(job);
    return swept(job, result == DB_OK ? sweep_blobs(job, DAY) : result);
}
