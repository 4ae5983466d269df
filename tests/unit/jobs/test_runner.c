/* The queue and its workers on a real PostgreSQL: once each, retried, put aside, never lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/buf.h"
#include "core/metrics.h"
#include "jobs/runner.h"
#include "lib/postgres.h"
#include "lib/rows.h"
#include "queries/site.h"
#include "store/queue.h"

static struct postgres postgres;
static struct db *db, *other;
static struct arena *arena;
static const struct config config = {.scan_timeout_seconds = 60};

static int ran;
static enum job_result answer;
static struct str last_text, last_request;

static enum job_result run_counted(struct job *job)
{
    ran++;
    job->why = STR("as told");
    last_request = job->request_id.p ? arena_str(arena, job->request_id) : STR_NULL;
    if (json_as_text(json_member(job->payload, STR("text")), &last_text))
        last_text = arena_str(arena, last_text);
    return answer;
}

/* Leaves its transaction open, as a kind may. */
static enum job_result run_in_transaction(struct job *job)
{
    ran++;
    if (db_begin(job->db) != DB_OK ||
        queue_put(job->db, job->arena, "counted", STR("{}"), STR_NULL, STR_NULL, 0) != DB_OK)
        return JOB_RETRY;
    job->why = STR("changed its mind");
    return answer;
}

/* Another worker takes the job over while this one is at it, as after a lease that ran out. */
static enum job_result run_too_long(struct job *job)
{
    ran++;
    (void)job;
    assert_int_equal(db_script(other, "UPDATE job SET locked_until = now() + interval '1 hour'"), DB_OK);
    return JOB_DONE;
}

static enum job_result run_doubled(struct job *job)
{
    ran++;
    assert_int_equal(queue_put(other, job->arena, "doubled", STR("{}"), STR("key"), STR_NULL, 0), DB_OK);
    return answer;
}

static const struct job_kind kinds[] = {
    {"counted", run_counted, 2, 0},
    {"transaction", run_in_transaction, 2, 0},
    {"long", run_too_long, 2, 0},
    {"doubled", run_doubled, 2, 0},
};
static const struct job_kind scheduled[] = {{"counted", run_counted, 2, 3600}, {"other", run_counted, 2, 0}};

static struct runner runner_of(const struct job_kind *table, size_t count)
{
    return (struct runner){
        .config = &config, .db = db, .arena = arena_new(1 << 20), .kinds = table, .kind_count = count};
}

static enum run_result step(void)
{
    struct runner runner = runner_of(kinds, sizeof kinds / sizeof *kinds);
    enum run_result result = runner_step(&runner);
    arena_free(runner.arena);
    return result;
}

static void put(const char *kind, const char *payload, const char *unique, int64_t delay)
{
    assert_int_equal(queue_put(db, arena, kind, str_of(payload), str_of(unique), STR("request-1"), delay), DB_OK);
}

static void assert_script(const char *sql)
{
    assert_int_equal(db_script(db, sql), DB_OK);
}

static int clear(void **state)
{
    (void)state;
    db_rollback(db);
    ran = 0;
    answer = JOB_DONE;
    last_text = last_request = STR_NULL;
    return db_script(db, "DELETE FROM job; DELETE FROM schedule") == DB_OK ? 0 : -1;
}

static void test_a_job_runs_once_with_what_was_put(void **state)
{
    (void)state;
    put("counted", "{\"text\": \"a \\\"quoted\\\" 🏰\"}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    assert_int_equal(step(), RUN_IDLE);
    assert_int_equal(ran, 1);
    assert_true(str_eq(last_text, STR("a \"quoted\" 🏰")));
    assert_true(str_eq(last_request, STR("request-1")));
    assert_rows(db, arena, "job", 0);
}

static void test_a_job_goes_with_its_transaction(void **state)
{
    (void)state;
    assert_int_equal(db_begin(db), DB_OK);
    put("counted", "{}", NULL, 0);
    db_rollback(db);
    assert_int_equal(step(), RUN_IDLE);
}

static void test_unique_waits_once(void **state)
{
    (void)state;
    put("counted", "{}", "key", 0);
    put("counted", "{}", "key", 0);
    put("counted", "{}", "another", 0);
    put("doubled", "{}", "key", 0);
    assert_rows(db, arena, "job", 3);
}

static void test_later_is_later(void **state)
{
    (void)state;
    put("counted", "{}", NULL, 3600);
    assert_int_equal(step(), RUN_IDLE);
    assert_script("UPDATE job SET run_at = now() - interval '1 second'");
    assert_int_equal(step(), RUN_DID);
}

static void test_two_workers_never_share_a_job(void **state)
{
    (void)state;
    struct job_claim_row first, second;
    put("counted", "{}", NULL, 0);
    put("counted", "{}", NULL, 0);
    const struct job_claim_in in = {.lease = 60};
    assert_int_equal(db_begin(db), DB_OK);
    assert_int_equal(db_begin(other), DB_OK);
    assert_int_equal(job_claim_one(db, arena, &in, &first), DB_OK);
    assert_int_equal(job_claim_one(other, arena, &in, &second), DB_OK); /* and does not wait for the first */
    assert_false(uuid_eq(first.id, second.id));
    assert_int_equal(db_commit(db), DB_OK);
    assert_int_equal(job_claim_one(db, arena, &in, &first), DB_NONE);
    db_rollback(other);
    assert_int_equal(job_claim_one(db, arena, &in, &first), DB_OK);
}

static void test_away_waits_and_does_not_count(void **state)
{
    (void)state;
    answer = JOB_RETRY;
    put("counted", "{}", NULL, 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(step(), RUN_DID);
        assert_int_equal(step(), RUN_IDLE);
        assert_script("UPDATE job SET run_at = now()");
    }
    assert_int_equal(ran, 5);
    assert_rows(db, arena, "job WHERE state = 'waiting' AND tries = 0 AND delays = 5 AND why = 'as told'", 1);
    answer = JOB_DONE;
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job", 0);
}

static void test_failed_too_often_is_put_aside(void **state)
{
    (void)state;
    answer = JOB_FAILED;
    put("counted", "{}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE state = 'waiting' AND tries = 1 AND run_at > now() + interval '5 seconds'", 1);
    assert_script("UPDATE job SET run_at = now()");
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE state = 'aside' AND why = 'as told'", 1);
    assert_int_equal(step(), RUN_IDLE);
}

static void test_unknown_kinds_are_put_aside(void **state)
{
    (void)state;
    put("from-the-future", "{}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE state = 'aside'", 1);
}

static void test_a_dead_worker_loses_nothing(void **state)
{
    (void)state;
    put("counted", "{}", NULL, 0);
    assert_script("UPDATE job SET state = 'running', tries = 1, locked_until = now() + interval '1 minute'");
    assert_int_equal(step(), RUN_IDLE);
    assert_script("UPDATE job SET locked_until = now() - interval '1 second'");
    assert_int_equal(step(), RUN_DID);
    assert_int_equal(ran, 1);
    assert_rows(db, arena, "job", 0);
}

static void test_what_kills_every_worker_is_put_aside(void **state)
{
    (void)state;
    put("counted", "{}", NULL, 0);
    assert_script("UPDATE job SET state = 'running', tries = 2, locked_until = now() - interval '1 second'");
    assert_int_equal(step(), RUN_DID);
    assert_int_equal(ran, 0);
    assert_rows(db, arena, "job WHERE state = 'aside'", 1);
}

static void test_what_was_taken_over_is_left_alone(void **state)
{
    (void)state;
    put("long", "{}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE state = 'running'", 1);
}

static void test_a_twin_does_the_work_of_both(void **state)
{
    (void)state;
    answer = JOB_RETRY;
    put("doubled", "{}", "key", 0);
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE state = 'waiting' AND unique_key = 'key'", 1);
    assert_rows(db, arena, "job", 1);
}

static void test_effects_and_end_are_one(void **state)
{
    (void)state;
    put("transaction", "{}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE kind = 'counted'", 1);
    assert_rows(db, arena, "job", 1);
}

static void test_effects_of_a_failure_are_undone(void **state)
{
    (void)state;
    answer = JOB_FAILED;
    put("transaction", "{}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    assert_rows(db, arena, "job WHERE kind = 'counted'", 0);
    assert_rows(db, arena, "job WHERE kind = 'transaction' AND state = 'waiting' AND why = 'changed its mind'", 1);
}

static void test_the_schedule_puts_each_turn_once(void **state)
{
    (void)state;
    struct runner one = runner_of(scheduled, 2), two = runner_of(scheduled, 2);
    two.db = other;
    assert_true(runner_schedule(&one));
    assert_true(runner_schedule(&two));
    assert_rows(db, arena, "job WHERE kind = 'counted'", 1);
    assert_rows(db, arena, "job", 1);
    assert_script("DELETE FROM job; UPDATE schedule SET next_at = now() - interval '1 second'");
    assert_true(runner_schedule(&two));
    assert_true(runner_schedule(&one));
    assert_rows(db, arena, "job", 1);
    assert_rows(db, arena, "schedule WHERE next_at > now() + interval '59 minutes'", 1);
    arena_free(one.arena);
    arena_free(two.arena);
}

static void test_delays_grow_up_to_a_bound(void **state)
{
    (void)state;
    for (int32_t n = 1; n < 40; n++) {
        int64_t failed = runner_failed_delay_ms(n), retry = runner_retry_delay_ms(n);
        assert_in_range(failed, 15000 * 3 / 4, 3600000 * 5 / 4);
        assert_in_range(retry, 1000 * 3 / 4, 30000 * 5 / 4);
    }
    assert_true(runner_failed_delay_ms(30) >= 3600000 * 3 / 4);
    assert_true(runner_retry_delay_ms(1) <= 1250);
}

/* A server that restarts between two steps is met again. */
static void test_a_lost_connection_is_opened_again(void **state)
{
    (void)state;
    put("counted", "{}", NULL, 0);
    assert_int_equal(db_script(other, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                      "WHERE pid <> pg_backend_pid() AND usename = 'curio'"),
                     DB_OK);
    enum run_result result = step();
    if (result == RUN_AWAY)
        result = step();
    assert_int_equal(result, RUN_DID);
    assert_int_equal(ran, 1);
}

static void assert_counted(const char *line)
{
    struct buf text;
    buf_init(&text, 1 << 20);
    metrics_write(&text);
    if (str_find(buf_str(&text), str_of(line)) < 0)
        fail_msg("%s is not in\n%.*s", line, (int)text.n, text.p);
    buf_free(&text);
}

/* Every outcome is counted once, and what is left over is measured. */
static void test_outcomes_are_counted(void **state)
{
    (void)state;
    metrics_open("/nowhere", "jobs"); /* without a file: counts for this process alone */
    put("counted", "{}", NULL, 0);
    answer = JOB_RETRY;
    assert_int_equal(step(), RUN_DID);
    for (int i = 0; i < 2; i++) {
        answer = JOB_FAILED;
        assert_script("UPDATE job SET run_at = now()");
        assert_int_equal(step(), RUN_DID);
    }
    put("from-the-future", "{}", NULL, 0);
    assert_int_equal(step(), RUN_DID);
    put("counted", "{}", NULL, 0);
    put("counted", "{}", NULL, 0);
    put("counted", "{}", NULL, 3600);
    answer = JOB_DONE;
    assert_int_equal(step(), RUN_DID);
    struct runner runner = runner_of(kinds, sizeof kinds / sizeof *kinds);
    runner_measure(&runner);
    arena_free(runner.arena);
    assert_counted("curio_jobs_total{kind=\"counted\",result=\"retried\"} 1\n");
    assert_counted("curio_jobs_total{kind=\"counted\",result=\"failed\"} 1\n");
    assert_counted("curio_jobs_total{kind=\"counted\",result=\"aside\"} 1\n");
    assert_counted("curio_jobs_total{kind=\"unknown\",result=\"aside\"} 1\n");
    assert_counted("curio_jobs_total{kind=\"counted\",result=\"done\"} 1\n");
    assert_counted("curio_jobs_waiting 1\n");
    assert_counted("curio_jobs_aside 2\n");
    assert_counted("curio_pool_busy{pool=\"jobs\"} 0\n");
    metrics_close();
}

static int start_all(void **state)
{
    (void)state;
    arena = arena_new(8 << 20);
    db = postgres_start(&postgres);
    other = db_open(postgres.conninfo);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    db_close(db);
    db_close(other);
    arena_free(arena);
    postgres_stop(&postgres);
    return 0;
}

#define FRESH(test) cmocka_unit_test_setup(test, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(test_a_job_runs_once_with_what_was_put),
        FRESH(test_a_job_goes_with_its_transaction),
        FRESH(test_unique_waits_once),
        FRESH(test_later_is_later),
        FRESH(test_two_workers_never_share_a_job),
        FRESH(test_away_waits_and_does_not_count),
        FRESH(test_failed_too_often_is_put_aside),
        FRESH(test_unknown_kinds_are_put_aside),
        FRESH(test_a_dead_worker_loses_nothing),
        FRESH(test_what_kills_every_worker_is_put_aside),
        FRESH(test_what_was_taken_over_is_left_alone),
        FRESH(test_a_twin_does_the_work_of_both),
        FRESH(test_effects_and_end_are_one),
        FRESH(test_effects_of_a_failure_are_undone),
        FRESH(test_the_schedule_puts_each_turn_once),
        FRESH(test_delays_grow_up_to_a_bound),
        FRESH(test_a_lost_connection_is_opened_again),
        FRESH(test_outcomes_are_counted),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
