/* A build's file in another format, where that takes too long for whoever asked to wait: {"sha256": hex, "target": name}. */
#include <unistd.h>

#include "core/log.h"
#include "jobs/fetch.h"
#include "jobs/kinds.h"
#include "schematic/shelf/rendition.h"

static bool payload_read(const struct job *job, struct sha256_digest *digest, enum convert_target *target)
{
    struct str hex, name;
    return json_as_text(json_member(job->payload, STR("sha256")), &hex) && hex_decode(hex, digest->b, sizeof digest->b) &&
           json_as_text(json_member(job->payload, STR("target")), &name) && convert_target_named(name, target);
}

static enum job_result make(struct job *job, struct sha256_digest digest, enum convert_target target, struct rendition *rendition)
{
    int descriptor;
    enum job_result result = fetch_open(job, digest, &descriptor);
    if (result != JOB_DONE)
        return result;
    enum rendition_result made = rendition_make(job->arena, job->config, job->blobs, descriptor, target, rendition);
    close(descriptor);
    if (made != RENDITION_OK)
        job->why = STR("the file could not be read, or the other one not written");
    if (made == RENDITION_FULL)
        return JOB_RETRY;
    return made == RENDITION_OK ? JOB_DONE : JOB_FAILED;
}

/* The row goes in the same transaction as the job's end. A file whose builds are gone meanwhile needs none. */
enum job_result convert_run(struct job *job)
{
    struct sha256_digest digest;
    enum convert_target target;
    struct schematic_conversion_one_row asked;
    struct rendition rendition;
    job->why = STR("the payload names no file and format");
    if (!payload_read(job, &digest, &target))
        return JOB_FAILED;
    const struct schematic_conversion_one_in which = {.sha256 = sha256_bytes(&digest), .target = str_of(convert_target_name(target))};
    enum db_result known = schematic_conversion_one_one(job->db, job->arena, &which, &asked);
    job->why = STR("database");
    if (known == DB_FAIL)
        return JOB_RETRY;
    if (known != DB_OK || asked.made.p || asked.why.n > 0)
        return JOB_DONE;
    enum job_result made = make(job, digest, target, &rendition);
    if (made != JOB_DONE)
        return made;
    job->why = STR("what was made could not be kept");
    if (db_begin(job->db) != DB_OK || rendition_keep(job->db, job->arena, digest, target, &rendition) != DB_OK)
        return JOB_RETRY;
    log_with(LOG_INFO, "converted", log_text("sha256", hex_encode(job->arena, digest.b, sizeof digest.b)), log_text("target", which.target),
             log_text("why", rendition.why));
    return JOB_DONE;
}
