#include "jobs/made.h"

#include "queries/site.h"

bool made_keep(struct job *job, struct str bytes, struct sha256_digest *out)
{
    struct blob_writer *writer;
    struct blob_keep_row known;
    int64_t size;
    bool existed;
    if (blob_write_begin(job->blobs, job->arena, &writer) != BLOB_OK || blob_write(writer, bytes.p, bytes.n) != BLOB_OK)
        return false;
    *out = blob_write_digest(writer, &size);
    const struct blob_keep_in row = {.sha256 = sha256_bytes(out), .size = size};
    const struct blob_scanned_in clean = {.sha256 = row.sha256, .scan = STR("clean"), .detail = STR("made here")};
    return blob_keep_one(job->db, job->arena, &row, &known) == DB_OK && blob_scanned(job->db, job->arena, &clean) == DB_OK &&
           blob_write_keep(writer, out, &size, &existed) == BLOB_OK;
}
