/* What is made of a build's file from a model in memory: pictures, the sections that the preview reads, its fingerprint. */
#include <stdlib.h>
#include <unistd.h>

#include "core/log.h"
#include "jobs/fetch.h"
#include "jobs/kinds.h"
#include "jobs/made.h"
#include "queries/schematic.h"
#include "schematic/fingerprint.h"
#include "schematic/sections.h"
#include "schematic/shelf/budget.h"
#include "schematic/shelf/edition.h"
#include "schematic/thumb.h"
#include "store/queue.h"

enum { PICTURE_MAX = 8 << 20, SECTIONS_MAX = 512 << 20 };

/* One file on its way into the blob store. Its row is taken before it is placed (store/blob.h). */
struct product {
    struct buf bytes;
    bool made;
    struct sha256_digest sha256;
};

struct products {
    struct product thumb, top, sections;
    struct fingerprint fingerprint;
    bool has_fingerprint;
};

static bool payload_digest(const struct job *job, struct sha256_digest *digest)
{
    struct str hex;
    return json_as_text(json_member(job->payload, STR("sha256")), &hex) && hex_decode(hex, digest->b, sizeof digest->b);
}

static void draw(struct model *model, enum thumb_view view, struct product *out)
{
    uint8_t *pixels = thumb_draw(model, view, THUMB_SIZE);
    out->made = pixels && thumb_webp(pixels, THUMB_SIZE, &out->bytes);
    free(pixels);
}

static void make(struct model *model, struct products *out)
{
    draw(model, THUMB_DIMETRIC, &out->thumb);
    draw(model, THUMB_TOP, &out->top);
    out->sections.made = sections_write(model, &out->sections.bytes);
    out->has_fingerprint = fingerprint_of(model, &out->fingerprint);
}

static bool keep(struct job *job, struct product *product)
{
    return !product->made || made_keep(job, buf_str(&product->bytes), &product->sha256);
}

static struct str digest_of(const struct product *product)
{
    return product->made ? sha256_bytes(&product->sha256) : STR_NULL;
}

/* In a transaction that the runner ends together with the job. */
static bool record(struct job *job, struct sha256_digest digest, const char *analysis, struct products *made)
{
    struct schematic_file_analysed_in row = {
        .sha256 = sha256_bytes(&digest), .analysis = str_of(analysis), .made_by = ANALYSIS_EDITION};
    if (db_begin(job->db) != DB_OK || !keep(job, &made->thumb) || !keep(job, &made->top) || !keep(job, &made->sections))
        return false;
    row.thumb = digest_of(&made->thumb);
    row.top = digest_of(&made->top);
    row.sections = digest_of(&made->sections);
    if (made->has_fingerprint) {
        row.shape = (struct str){(const char *)made->fingerprint.shape, sizeof made->fingerprint.shape};
        row.sketch = (struct list){made->fingerprint.sketch, FINGERPRINT_SKETCH};
        row.bands = (struct list){made->fingerprint.bands, FINGERPRINT_BANDS};
    }
    return schematic_file_analysed(job->db, job->arena, &row) != DB_FAIL;
}

/* How a file is called that was read, or not: NULL where the reader itself failed. */
static const char *verdict_of(enum schematic_result read, const struct schematic_refusal *refusal)
{
    if (read == SCHEMATIC_READ_FAILED)
        return NULL;
    if (read == SCHEMATIC_OK)
        return "done";
    return str_eq(str_of(refusal->reason), STR("too-many-blocks")) ? "too_large" : "failed";
}

static const char *read_and_make(struct job *job, int descriptor, struct products *made)
{
    const struct schematic_budget budget = budget_of(job->config);
    const struct schematic_input input = schematic_input_file(job->arena, descriptor);
    struct schematic_refusal refusal;
    struct model *model = NULL;
    enum schematic_result read = model_load(&budget, job->config->schematic_model_max, &input, &model, &refusal);
    if (read == SCHEMATIC_OK)
        make(model, made);
    model_free(model);
    const char *verdict = verdict_of(read, &refusal);
    bool drawn_only = read == SCHEMATIC_OK && !made->sections.made;
    return drawn_only ? "too_large" : verdict;
}

/* What people download lies elsewhere from now on, where the settings say so. */
static bool let_go(struct job *job)
{
    return job->config->store != STORE_S3 || queue_put(job->db, job->arena, "offload", STR("{}"), STR("offload"), job->request_id, 0) == DB_OK;
}

/* A full disk and a database that is away pass; only what the file itself does counts as a try. */
static enum job_result analyse(struct job *job, struct sha256_digest digest, struct products *made)
{
    int descriptor;
    enum job_result found = fetch_open(job, digest, &descriptor);
    if (found == JOB_RETRY)
        return found;
    const char *verdict = descriptor < 0 ? "failed" : read_and_make(job, descriptor, made);
    if (descriptor >= 0)
        close(descriptor);
    job->why = STR("the file could not be read");
    if (!verdict)
        return JOB_FAILED;
    log_with(LOG_INFO, "analysed", log_text("sha256", hex_encode(job->arena, digest.b, sizeof digest.b)), log_text("verdict", str_of(verdict)));
    job->why = STR("what was made could not be kept");
    return record(job, digest, verdict, made) && let_go(job) ? JOB_DONE : JOB_RETRY;
}

static void products_init(struct products *made)
{
    *made = (struct products){0};
    buf_init(&made->thumb.bytes, PICTURE_MAX);
    buf_init(&made->top.bytes, PICTURE_MAX);
    buf_init(&made->sections.bytes, SECTIONS_MAX);
}

static void products_free(struct products *made)
{
    buf_free(&made->thumb.bytes);
    buf_free(&made->top.bytes);
    buf_free(&made->sections.bytes);
}

enum job_result analyse_run(struct job *job)
{
    struct sha256_digest digest;
    struct schematic_file_analysing_row file;
    struct products made;
    job->why = STR("payload without a sha256");
    if (!payload_digest(job, &digest))
        return JOB_FAILED;
    const struct schematic_file_analysing_in which = {.sha256 = sha256_bytes(&digest)};
    enum db_result known = schematic_file_analysing_one(job->db, job->arena, &which, &file);
    job->why = STR("database");
    if (known == DB_FAIL)
        return JOB_RETRY;
    if (known != DB_OK || file.made_by >= ANALYSIS_EDITION)
        return JOB_DONE; /* taken away meanwhile, or done for another upload of it */
    products_init(&made);
    enum job_result result = analyse(job, digest, &made);
    products_free(&made);
    return result;
}
