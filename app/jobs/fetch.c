#include "jobs/fetch.h"

#include "jobs/remote.h"
#include "queries/site.h"
#include "store/s3.h"

static enum job_result missing(struct job *job)
{
    job->why = STR("the file is missing");
    return JOB_FAILED;
}

static enum job_result from_store(struct job *job, struct sha256_digest digest, int64_t size, int *descriptor)
{
    struct blob_writer *writer;
    job->why = STR("no room for what comes from the S3 store");
    if (blob_write_begin(job->blobs, job->arena, &writer) != BLOB_OK)
        return JOB_RETRY;
    switch (remote_get(job->arena, job->config, digest, size, writer, &job->why)) {
    case REMOTE_OK: break;
    case REMOTE_NONE:
    case REMOTE_WRONG: return JOB_FAILED;
    case REMOTE_REFUSED:
    case REMOTE_AWAY: return JOB_RETRY;
    }
    *descriptor = blob_write_reopen(writer);
    return *descriptor < 0 ? missing(job) : JOB_DONE;
}

enum job_result fetch_open(struct job *job, struct sha256_digest digest, int *descriptor)
{
    const struct blob_one_in which = {.sha256 = sha256_bytes(&digest)};
    struct blob_one_row blob;
    *descriptor = blob_open(job->blobs, digest);
    if (*descriptor >= 0)
        return JOB_DONE;
    enum db_result known = blob_one_one(job->db, job->arena, &which, &blob);
    if (known == DB_FAIL) {
        job->why = STR("database");
        return JOB_RETRY;
    }
    bool there = known == DB_OK && s3_holds(blob.place) && s3_set(job->config);
    return there ? from_store(job, digest, blob.size, descriptor) : missing(job);
}
