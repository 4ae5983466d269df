/* Erases accounts that were closed long enough ago, and tells people before. Rows go in one transaction an account; files follow, and what a
 * worker that dies leaves of them the sweeps take within a day. */
#include "account/closing.h"
#include "core/log.h"
#include "image/shelf.h"
#include "jobs/kinds.h"
#include "jobs/sweep.h"
#include "queries/account.h"

enum {
    SCRATCH = 16 << 20,
    NEAR = 7,       /* told when this part of the grace is left */
    YOUNG = 60 * 60 /* seconds for which a file may belong to somebody who sends the same just now */
};

static void drop_file(struct job *job, struct arena *arena, const struct image_shelf *shelf, const struct account_files_row *file)
{
    bool gone = true;
    if (str_eq(file->kind, STR("blob")))
        gone = sweep_blob(job, arena, file->digest, YOUNG) != DB_FAIL;
    else if (str_eq(file->kind, STR("drawn")))
        gone = image_shelf_drop(shelf, file->name) == SHELF_OK;
    else if (str_eq(file->kind, STR("held")))
        image_shelf_remove(shelf, SHELF_HELD, image_held_name(arena, file->id.v));
    else
        gone = blob_partial_remove(job->blobs, file->id.v) != BLOB_FAIL;
    if (!gone)
        log_with(LOG_WARN, "a file of an erased account stays until the next sweep", log_text("kind", file->kind));
}

/* DB_NONE: there is none left. */
static enum db_result erase_next(struct job *job, struct arena *arena, const struct image_shelf *shelf)
{
    struct account_due_row due;
    struct account_erase_row erased;
    struct rows files = {NULL, 0};
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = account_due_one(job->db, arena, &due);
    if (result == DB_OK)
        result = account_files(job->db, arena, &(struct account_files_in){.account = due.id}, &files);
    if (result == DB_OK)
        result = account_erase_one(job->db, arena, &(struct account_erase_in){.id = due.id}, &erased);
    if (result == DB_OK)
        result = db_commit(job->db);
    if (result != DB_OK) {
        db_rollback(job->db);
        return result;
    }
    const struct account_files_row *file = files.at;
    for (size_t i = 0; i < files.count; i++)
        drop_file(job, arena, shelf, &file[i]);
    return DB_OK;
}

static enum db_result warn(struct job *job, struct arena *arena)
{
    const struct account_warn_in near = {.seconds = job->config->account_grace_seconds / NEAR};
    struct rows rows = {NULL, 0};
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = account_warn(job->db, arena, &near, &rows);
    const struct account_warn_row *who = rows.at;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++)
        result = closing_tell(job->db, arena, job->config, who[i].email, who[i].language, who[i].erase_at, true, job->request_id);
    if (result == DB_OK)
        return db_commit(job->db);
    db_rollback(job->db);
    return result == DB_NONE ? DB_OK : result;
}

enum job_result account_end_run(struct job *job)
{
    struct arena *arena = arena_new(SCRATCH);
    struct image_shelf shelf;
    int64_t erased = 0;
    enum db_result result = image_shelf_open(job->arena, job->config->image_dir.p, &shelf) == SHELF_OK ? warn(job, arena) : DB_FAIL;
    while (result == DB_OK) {
        arena_reset(arena);
        result = erase_next(job, arena, &shelf);
        erased += result == DB_OK;
    }
    arena_free(arena);
    if (erased > 0)
        log_with(LOG_INFO, "accounts erased", log_number("accounts", erased));
    if (result == DB_NONE)
        return JOB_DONE;
    job->why = STR("the database or the folder of pictures is away");
    return result == DB_CONFLICT ? JOB_FAILED : JOB_RETRY; /* a row stands in the way: nobody but us can help */
}
