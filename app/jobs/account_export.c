/* Writes the copy of everything about a person that they asked for, and tells them where it lies. */
#include "account/copy.h"
#include "jobs/kinds.h"
#include "queries/account.h"
#include "queries/site.h"

static bool payload_export(const struct job *job, struct uuid *id)
{
    struct str text;
    return json_as_text(json_member(job->payload, STR("export")), &text) && uuid_parse(text, id);
}

static bool into_blob(void *with, struct str text)
{
    struct blob_writer *writer = with;
    return blob_write(writer, text.p, text.n) == BLOB_OK;
}

/* The row before the file, so that no sweep comes between. */
static enum db_result keep(struct job *job, struct uuid export_id, struct blob_writer *writer)
{
    struct blob_keep_row known;
    int64_t size;
    bool existed;
    struct sha256_digest digest = blob_write_digest(writer, &size);
    const struct blob_keep_in row = {.sha256 = sha256_bytes(&digest), .size = size};
    const struct blob_scanned_in clean = {.sha256 = row.sha256, .scan = STR("clean"), .detail = STR("made here")};
    const struct account_export_ready_in ready = {.id = export_id, .sha256 = row.sha256, .size = size, .notice = uuid_new()};
    enum db_result result = blob_keep_one(job->db, job->arena, &row, &known);
    if (result == DB_OK)
        result = blob_scanned(job->db, job->arena, &clean);
    if (result == DB_OK && blob_write_keep(writer, &digest, &size, &existed) != BLOB_OK)
        result = DB_FAIL;
    return result == DB_OK ? account_export_ready(job->db, job->arena, &ready) : result;
}

enum job_result account_export_run(struct job *job)
{
    struct account_export_work_in which;
    struct account_export_work_row work;
    struct blob_writer *writer;
    job->why = STR("payload without a copy");
    if (!payload_export(job, &which.id))
        return JOB_FAILED;
    job->why = STR("the database or the blob store is away");
    if (db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    enum db_result result = account_export_work_one(job->db, job->arena, &which, &work);
    if (result != DB_OK)
        return result == DB_NONE ? JOB_DONE : JOB_RETRY; /* none: made already, or its person is gone */
    if (blob_write_begin(job->blobs, job->arena, &writer) != BLOB_OK)
        return JOB_RETRY;
    result = copy_write(job->db, job->config, which.id, work.account, into_blob, writer);
    if (result == DB_OK)
        result = keep(job, which.id, writer);
    return result == DB_OK ? JOB_DONE : JOB_RETRY;
}
