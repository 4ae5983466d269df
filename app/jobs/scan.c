/* The scanner's verdict on a blob, recorded on every build that has these bytes. */
#include <unistd.h>

#include "core/json_write.h"
#include "core/log.h"
#include "core/text.h"
#include "jobs/kinds.h"
#include "jobs/tell.h"
#include "queries/schematic.h"
#include "queries/site.h"
#include "social/activity.h"
#include "store/clamd.h"

static bool payload_digest(const struct job *job, struct sha256_digest *digest)
{
    struct str hex;
    return json_as_text(json_member(job->payload, STR("sha256")), &hex) && hex_decode(hex, digest->b, sizeof digest->b);
}

static enum clamd_result ask_scanner(struct job *job, int descriptor, struct str *detail)
{
    const struct clamd clamd = {.socket = arena_str(job->arena, job->config->clamd_socket).p,
                                .timeout_seconds = job->config->scan_timeout_seconds,
                                .bytes_max = job->config->scan_bytes_max};
    enum clamd_result result = CLAMD_AWAY;
    if (clamd.socket)
        result = clamd_scan(&clamd, job->arena, descriptor, detail);
    else
        *detail = STR("no scanner is configured");
    close(descriptor);
    return result;
}

/* A file that is missing was quarantined by a worker that died before it could say so, or is lost. */
static enum clamd_result scan_blob(struct job *job, struct sha256_digest digest, struct str *detail)
{
    int descriptor = blob_open(job->blobs, digest);
    if (descriptor >= 0)
        return ask_scanner(job, descriptor, detail);
    *detail = STR("quarantined before");
    if (blob_quarantine(job->blobs, digest) == BLOB_OK)
        return CLAMD_INFECTED;
    *detail = STR("the file is missing");
    return CLAMD_ERROR;
}

static const char *scan_name(enum clamd_result verdict)
{
    if (verdict == CLAMD_CLEAN)
        return "clean";
    return verdict == CLAMD_INFECTED ? "infected" : "not_fully_scanned";
}

/* The build shows its newest clean version from now on, which may be this one or, when this was found harmful, one before. Those who
 * follow its owner hear of what is new. */
static bool show_best(struct job *job, enum clamd_result verdict, const struct schematic_scanned_row *build)
{
    struct schematic_show_best_row shown;
    if (schematic_show_best_one(job->db, job->arena, &(struct schematic_show_best_in){.id = build->id}, &shown) != DB_OK)
        return false;
    if (verdict != CLAMD_CLEAN)
        return true;
    return social_record(job->db, job->arena, build->account, shown.moved ? "updated" : "published", "schematic", build->id) != DB_FAIL;
}

static bool show_all(struct job *job, enum clamd_result verdict, struct rows changed)
{
    const struct schematic_scanned_row *builds = changed.at;
    for (size_t i = 0; i < changed.count; i++)
        if (!show_best(job, verdict, &builds[i]))
            return false;
    return true;
}

static bool tell_owners(struct job *job, enum clamd_result verdict, struct rows changed)
{
    const struct schematic_scanned_row *builds = changed.at;
    for (size_t i = 0; verdict != CLAMD_CLEAN && i < changed.count; i++)
        if (tell_verdict(job, verdict, &builds[i]) != DB_OK)
            return false;
    return true;
}

/* All in one transaction with the job's own end. The file moves last: if that much happened and the commit did not, the
 * next try finds it in the quarantine. */
static bool record(struct job *job, struct sha256_digest digest, enum clamd_result verdict, struct str detail)
{
    const struct blob_scanned_in blob = {
        .sha256 = sha256_bytes(&digest), .scan = str_of(scan_name(verdict)), .detail = detail};
    const struct schematic_scanned_in builds = {.sha256 = blob.sha256, .status = blob.scan};
    struct rows changed;
    if (db_begin(job->db) != DB_OK || blob_scanned(job->db, job->arena, &blob) == DB_FAIL)
        return false;
    if (schematic_scanned(job->db, job->arena, &builds, &changed) != DB_OK)
        return false;
    if (!show_all(job, verdict, changed) || !tell_owners(job, verdict, changed))
        return false;
    return verdict != CLAMD_INFECTED || blob_quarantine(job->blobs, digest) == BLOB_OK;
}

enum job_result scan_run(struct job *job)
{
    struct sha256_digest digest;
    struct str detail = STR("");
    if (!payload_digest(job, &digest)) {
        job->why = STR("payload without a sha256");
        return JOB_FAILED;
    }
    const struct blob_one_in which = {.sha256 = sha256_bytes(&digest)};
    struct blob_one_row blob;
    enum db_result known = blob_one_one(job->db, job->arena, &which, &blob);
    if (known == DB_NONE)
        return JOB_DONE; /* taken away meanwhile */
    job->why = STR("database");
    if (known != DB_OK)
        return JOB_RETRY;

    enum clamd_result verdict = scan_blob(job, digest, &detail);
    job->why = detail;
    if (verdict == CLAMD_AWAY)
        return JOB_RETRY;
    if (verdict == CLAMD_ERROR)
        return JOB_FAILED;
    log_with(LOG_INFO, "scanned", log_text("sha256", hex_encode(job->arena, digest.b, sizeof digest.b)),
             log_text("verdict", str_of(scan_name(verdict))), log_text("detail", detail));
    if (record(job, digest, verdict, detail))
        return JOB_DONE;
    job->why = STR("the verdict could not be recorded");
    return JOB_RETRY;
}
