/* Moves what people download into the S3 store, where the settings say so. A row says first that a copy may lie there, then that a whole one
 * does, which was read back and compared; the file here goes some minutes later, when nobody is left who was told to read it. A worker that
 * dies on the way leaves a row from which the next one goes on. */
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/timestamp.h"
#include "jobs/kinds.h"
#include "jobs/remote.h"
#include "queries/site.h"

enum { BATCH = 64, SCRATCH = 1 << 20, BUSY_US = 30 * 1000000 /* then others get their turn */ };

struct move {
    struct job *job;
    struct arena *scratch;
    struct sha256_digest digest; /* of the file at hand, and where the next batch goes on */
    int64_t moved, dropped, failed, began_us;
};

static enum db_result place(struct move *move, const char *was, const char *now)
{
    const struct blob_place_in row = {.sha256 = sha256_bytes(&move->digest), .was = str_of(was), .place = str_of(now)};
    return blob_place(move->job->db, move->scratch, &row);
}

/* Sent, unless it is there; then read back. A key that may not list a bucket is not told whether an object is missing. */
static enum remote_result deliver(struct move *move, int descriptor, int64_t size, struct str *why)
{
    const struct config *config = move->job->config;
    enum remote_result result = remote_look(move->scratch, config, move->digest, size, why);
    if (result == REMOTE_NONE || result == REMOTE_WRONG || result == REMOTE_REFUSED)
        result = remote_put(move->scratch, config, move->digest, descriptor, size, why);
    if (result != REMOTE_OK)
        return result;
    result = remote_get(move->scratch, config, move->digest, size, NULL, why);
    if (result != REMOTE_WRONG)
        return result;
    struct str trouble;
    if (remote_remove(move->scratch, config, move->digest, &trouble) != REMOTE_OK) /* so that the next try sends it anew */
        log_warn("what the S3 store holds wrongly stays there: " STR_FMT, STR_ARG(trouble));
    return result;
}

/* False: the others need not be tried now. */
static bool take_there(struct move *move, const struct blob_leaving_row *blob)
{
    if (str_eq(blob->place, STR("disk")) && place(move, "disk", "sending") != DB_OK)
        return true; /* changed meanwhile: the next pass sees how */
    int descriptor = blob_open(move->job->blobs, move->digest);
    if (descriptor < 0) {
        log_error("a blob that has a row is not there");
        move->failed++;
        return true;
    }
    struct str why = STR("");
    enum remote_result result = deliver(move, descriptor, blob->size, &why);
    close(descriptor);
    if (result != REMOTE_OK)
        move->job->why = arena_str(move->job->arena, why);
    if (result == REMOTE_OK && place(move, "sending", "both") == DB_OK)
        move->moved++;
    if (result == REMOTE_WRONG)
        move->failed++;
    return result == REMOTE_OK || result == REMOTE_WRONG;
}

/* The row is held while the file goes, so that an upload of the same bytes comes before or after, and leaves one. */
static void drop_here(struct move *move)
{
    struct db *db = move->job->db;
    bool dropped = db_begin(db) == DB_OK && place(move, "both", "remote") == DB_OK && blob_remove(move->job->blobs, move->digest) != BLOB_FAIL;
    if (dropped && db_commit(db) == DB_OK)
        move->dropped++;
    else
        db_rollback(db);
}

static bool move_one(struct move *move, const struct blob_leaving_row *blob)
{
    memcpy(move->digest.b, blob->sha256.p, sizeof move->digest.b);
    if (!str_eq(blob->place, STR("both")))
        return take_there(move, blob);
    if (blob->settled)
        drop_here(move);
    return true;
}

/* False: there is no more, or no more can be done now; *RESULT says which. */
static bool move_batch(struct move *move, enum job_result *result)
{
    struct sha256_digest after = move->digest;
    const struct blob_leaving_in which = {.after = sha256_bytes(&after), .limit = BATCH};
    struct rows blobs;
    arena_reset(move->scratch);
    enum db_result found = blob_leaving(move->job->db, move->scratch, &which, &blobs);
    if (found != DB_OK) {
        *result = found == DB_NONE ? JOB_DONE : JOB_RETRY;
        return false;
    }
    const struct blob_leaving_row *rows = blobs.at;
    for (size_t i = 0; i < blobs.count; i++) {
        bool busy = monotonic_us() - move->began_us > BUSY_US;
        if (busy)
            move->job->why = STR("there is more to move");
        if (busy || !move_one(move, &rows[i])) {
            *result = JOB_RETRY;
            return false;
        }
    }
    *result = JOB_DONE;
    return blobs.count == BATCH;
}

enum job_result offload_run(struct job *job)
{
    struct move move = {.job = job, .began_us = monotonic_us()};
    enum job_result result = JOB_DONE;
    if (job->config->store != STORE_S3)
        return JOB_DONE;
    job->why = STR("database");
    move.scratch = arena_new(SCRATCH);
    while (move_batch(&move, &result)) {
    }
    arena_free(move.scratch);
    if (move.moved > 0 || move.dropped > 0 || move.failed > 0)
        log_with(LOG_INFO, "moved to the S3 store", log_number("moved", move.moved), log_number("droppedHere", move.dropped), log_number("failed", move.failed));
    return result == JOB_DONE && move.failed > 0 ? JOB_FAILED : result;
}
