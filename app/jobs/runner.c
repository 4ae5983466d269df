#include "jobs/runner.h"

#include "core/crypto.h"
#include "core/language.h"
#include "core/log.h"
#include "core/metrics.h"
#include "jobs/kinds.h"
#include "queries/site.h"
#include "store/queue.h"

enum {
    LEASE_MARGIN_SECONDS = 60, /* over the longest that a kind may take, which is a scan */
    FAILED_FIRST_MS = 15000,
    FAILED_LAST_MS = 3600000,
    RETRY_FIRST_MS = 1000,
    RETRY_LAST_MS = 30000
};

static int64_t back_off(int64_t first_ms, int64_t last_ms, int32_t times)
{
    int64_t delay = first_ms;
    for (int32_t i = 1; i < times && delay < last_ms; i++)
        delay *= 2;
    if (delay > last_ms)
        delay = last_ms;
    uint32_t random;
    random_bytes(&random, sizeof random);
    return delay * 3 / 4 + (int64_t)random % (delay / 2 + 1);
}

int64_t runner_failed_delay_ms(int32_t tries)
{
    return back_off(FAILED_FIRST_MS, FAILED_LAST_MS, tries);
}

int64_t runner_retry_delay_ms(int32_t delays)
{
    return back_off(RETRY_FIRST_MS, RETRY_LAST_MS, delays);
}

static const struct job_kind *kind_of(const struct runner *runner, struct str name)
{
    for (size_t i = 0; i < runner->kind_count; i++)
        if (str_eq(name, str_of(runner->kinds[i].name)))
            return &runner->kinds[i];
    return NULL;
}

/* KIND is a row of the table, or none that there is: nothing else may become a label. */
static void count(struct runner *runner, const struct job_kind *kind, const char *result)
{
    struct str labels =
        arena_printf(runner->arena, "kind=\"%s\",result=\"%s\"", kind ? kind->name : "unknown", result);
    metrics_add(METRIC_JOBS, labels, 1);
}

static enum db_result put_aside(struct runner *runner, const struct job_claim_row *row, struct str why)
{
    count(runner, kind_of(runner, row->kind), "aside");
    log_with(LOG_ERROR, "job put aside", log_text("kind", row->kind), log_text("why", why));
    const struct job_aside_in aside = {.id = row->id, .locked_until = row->locked_until, .why = why};
    return job_aside(runner->db, runner->arena, &aside);
}

static enum db_result finish(struct runner *runner, const struct job_claim_row *row)
{
    const struct job_done_in done = {.id = row->id, .locked_until = row->locked_until};
    enum db_result result = job_done(runner->db, runner->arena, &done);
    if (!db_in_transaction(runner->db))
        return result;
    if (result == DB_OK)
        return db_commit(runner->db);
    db_rollback(runner->db);
    return result;
}

static enum db_result wait_again(struct runner *runner, const struct job_claim_row *row, enum job_result result,
                                 struct str why)
{
    if (result == JOB_RETRY) {
        const struct job_retry_in retry = {.id = row->id,
                                           .locked_until = row->locked_until,
                                           .delay_ms = runner_retry_delay_ms(row->delays + 1),
                                           .why = why};
        return job_retry(runner->db, runner->arena, &retry);
    }
    const struct job_failed_in failed = {
        .id = row->id, .locked_until = row->locked_until, .delay_ms = runner_failed_delay_ms(row->tries), .why = why};
    return job_failed(runner->db, runner->arena, &failed);
}

/* Where its like was queued meanwhile, the unique key lets only that one wait: it does the work of both. */
static enum db_result not_done(struct runner *runner, const struct job_claim_row *row, const struct job_kind *kind,
                               enum job_result result, struct str why)
{
    db_rollback(runner->db);
    if (!why.p)
        why = STR("");
    if (result == JOB_FAILED && row->tries >= kind->tries)
        return put_aside(runner, row, why);
    count(runner, kind, result == JOB_RETRY ? "retried" : "failed");
    log_with(LOG_WARN, "job waits", log_text("kind", row->kind), log_text("why", why), log_number("tries", row->tries));
    enum db_result waiting = wait_again(runner, row, result, why);
    return waiting == DB_CONFLICT ? finish(runner, row) : waiting;
}

static enum job_result run(struct runner *runner, const struct job_claim_row *row, const struct job_kind *kind,
                           struct str *why)
{
    struct json_error error;
    struct job job = {.config = runner->config,
                      .db = runner->db,
                      .cache = runner->cache,
                      .blobs = runner->blobs,
                      .arena = runner->arena,
                      .id = row->id,
                      .tries = row->tries,
                      .request_id = row->request_id};
    *why = STR("payload is not JSON");
    if (json_parse(runner->arena, row->payload, JSON_READ_DEPTH, true, &job.payload, &error) != JSON_OK)
        return JOB_FAILED;
    int64_t started = monotonic_us();
    language_speak(0);
    enum job_result result = kind->run(&job);
    *why = job.why;
    if (result == JOB_DONE)
        log_with(LOG_INFO, "job done", log_text("kind", row->kind),
                 log_number("duration", (monotonic_us() - started) / 1000));
    return result;
}

static enum db_result run_claimed(struct runner *runner, const struct job_claim_row *row)
{
    const struct job_kind *kind = kind_of(runner, row->kind);
    struct str why;
    if (!kind)
        return put_aside(runner, row, STR("no such kind of job"));
    if (row->tries > kind->tries)
        return put_aside(runner, row, STR("its worker died every time"));
    enum job_result result = run(runner, row, kind, &why);
    if (result != JOB_DONE)
        return not_done(runner, row, kind, result, why);
    enum db_result finished = finish(runner, row);
    if (finished == DB_OK)
        count(runner, kind, "done");
    return finished;
}

/* The two claims answer the same columns. */
static enum db_result claim(struct runner *runner, struct job_claim_row *row)
{
    const int64_t lease = runner->config->scan_timeout_seconds + LEASE_MARGIN_SECONDS;
    struct job_claim_lost_row lost;
    enum db_result result =
        job_claim_lost_one(runner->db, runner->arena, &(struct job_claim_lost_in){.lease = lease}, &lost);
    if (result != DB_OK) {
        if (result != DB_NONE)
            return result;
        return job_claim_one(runner->db, runner->arena, &(struct job_claim_in){.lease = lease}, row);
    }
    log_with(LOG_WARN, "job of a dead worker", log_text("kind", lost.kind), log_number("tries", lost.tries));
    *row = (struct job_claim_row){.id = lost.id,
                                  .kind = lost.kind,
                                  .payload = lost.payload,
                                  .request_id = lost.request_id,
                                  .tries = lost.tries,
                                  .delays = lost.delays,
                                  .locked_until = lost.locked_until};
    return DB_OK;
}

enum run_result runner_step(struct runner *runner)
{
    struct job_claim_row row;
    enum db_result claimed = claim(runner, &row);
    enum run_result result = claimed == DB_OK ? RUN_DID : claimed == DB_NONE ? RUN_IDLE : RUN_AWAY;
    if (claimed == DB_OK) {
        log_request_id(row.request_id);
        metrics_busy(true);
        enum db_result recorded = run_claimed(runner, &row);
        metrics_busy(false);
        if (recorded == DB_NONE)
            log_warn("the job's lease ran out before it was done: another worker has it");
        if (recorded == DB_FAIL)
            result = RUN_AWAY;
        log_request_id(STR_NULL);
    }
    arena_reset(runner->arena);
    return result;
}

static enum db_result put_if_due(struct runner *runner, const struct job_kind *kind)
{
    const struct job_schedule_in turn = {.kind = str_of(kind->name), .every = kind->every_seconds};
    enum db_result result = db_begin(runner->db);
    if (result == DB_OK)
        result = job_schedule(runner->db, runner->arena, &turn);
    if (result == DB_OK)
        result = queue_put(runner->db, runner->arena, kind->name, STR("{}"), str_of(kind->name), STR_NULL, 0);
    if (result == DB_OK)
        return db_commit(runner->db);
    db_rollback(runner->db);
    return result;
}

bool runner_schedule(struct runner *runner)
{
    bool there = true;
    for (size_t i = 0; there && i < runner->kind_count; i++)
        if (runner->kinds[i].every_seconds > 0)
            there = put_if_due(runner, &runner->kinds[i]) != DB_FAIL;
    arena_reset(runner->arena);
    return there;
}

void runner_measure(struct runner *runner)
{
    struct job_backlog_row backlog;
    if (job_backlog_one(runner->db, runner->arena, &backlog) == DB_OK) {
        metrics_set(METRIC_JOBS_WAITING, STR(""), backlog.waiting);
        metrics_set(METRIC_JOBS_ASIDE, STR(""), backlog.aside);
    }
    arena_reset(runner->arena);
}
