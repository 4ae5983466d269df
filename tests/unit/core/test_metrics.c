/* One file of figures, counted by many processes. */
#include "core/metrics.h"

#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/curio-metrics-XXXXXX";
static struct buf text;

static int setup(void **state)
{
    *state = NULL;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static void file_remove(void)
{
    char path[64];
    snprintf(path, sizeof path, "%s/metrics-1", folder);
    unlink(path);
}

static int teardown(void **state)
{
    (void)state;
    buf_free(&text);
    return rmdir(folder);
}

static int fresh(void **state)
{
    (void)state;
    metrics_open(folder, "web");
    return 0;
}

static int leave(void **state)
{
    (void)state;
    metrics_close();
    file_remove();
    return 0;
}

/* The value of the line that begins with NAME and a space, labels included; -1 where there is none. */
static double figure(const char *name)
{
    size_t n = strlen(name);
    buf_free(&text);
    buf_init(&text, 1 << 20);
    metrics_write(&text);
    assert_false(text.failed);
    buf_add(&text, STR("\n"));
    char *all = strndup(text.p, text.n);
    double value = -1;
    for (char *line = all, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
        if (strncmp(line, name, n) == 0 && line[n] == ' ')
            value = strtod(line + n + 1, NULL);
    free(all);
    return value;
}

/* WORK in a process of its own, which then ends without a word. */
static void in_another(void (*work)(void))
{
    pid_t child = fork();
    if (child == 0) {
        metrics_open(folder, "jobs");
        work();
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void count_a_thousand(void)
{
    for (int i = 0; i < 1000; i++)
        metrics_add(METRIC_JOBS, STR("kind=\"scan\",result=\"done\""), 1);
}

static void test_processes_count_together(void **state)
{
    (void)state;
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            metrics_open(folder, "jobs");
            count_a_thousand();
            metrics_close();
            _exit(0);
        }
    }
    count_a_thousand();
    for (int i = 0; i < 4; i++)
        assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
    assert_true(figure("curio_jobs_total{kind=\"scan\",result=\"done\"}") == 5000);
    assert_true(figure("curio_worker_starts_total{pool=\"jobs\"}") == 4);
    assert_true(figure("curio_worker_starts_total{pool=\"web\"}") == 1);
}

static void be_busy(void)
{
    metrics_busy(true);
}

static void test_the_dead_are_neither_there_nor_busy(void **state)
{
    (void)state;
    metrics_busy(true);
    in_another(be_busy);
    assert_true(figure("curio_pool_workers{pool=\"jobs\"}") == -1);
    assert_true(figure("curio_pool_busy{pool=\"jobs\"}") == -1);
    assert_true(figure("curio_pool_workers{pool=\"web\"}") == 1);
    assert_true(figure("curio_pool_busy{pool=\"web\"}") == 1);
    metrics_busy(false);
    assert_true(figure("curio_pool_busy{pool=\"web\"}") == 0);
}

static void test_buckets_add_up(void **state)
{
    (void)state;
    const int64_t times[] = {0, 250, 251, 1000, 30000, 10000000, 10000001};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        metrics_time(TIMING_DATABASE, times[i]);
    assert_true(figure("curio_database_seconds_bucket{le=\"0.00025\"}") == 2);
    assert_true(figure("curio_database_seconds_bucket{le=\"0.0005\"}") == 3);
    assert_true(figure("curio_database_seconds_bucket{le=\"0.001\"}") == 4);
    assert_true(figure("curio_database_seconds_bucket{le=\"0.025\"}") == 4);
    assert_true(figure("curio_database_seconds_bucket{le=\"0.05\"}") == 5);
    assert_true(figure("curio_database_seconds_bucket{le=\"10\"}") == 6);
    assert_true(figure("curio_database_seconds_bucket{le=\"+Inf\"}") == 7);
    assert_true(figure("curio_database_seconds_count") == 7);
    assert_true(figure("curio_database_seconds_sum") == 20.031502);
    assert_true(figure("curio_request_seconds_count") == 0);
}

static void test_gauges_are_set(void **state)
{
    (void)state;
    metrics_set(METRIC_JOBS_WAITING, STR(""), 7);
    metrics_set(METRIC_JOBS_WAITING, STR(""), 3);
    assert_true(figure("curio_jobs_waiting") == 3);
    assert_true(figure("curio_database_errors_total") == 0);
}

/* Whoever invents labels fills the table, and loses counts, but nothing else. */
static void test_too_many_series_are_dropped_and_told(void **state)
{
    char label[200];
    (void)state;
    for (int i = 0; i < 3000; i++) {
        snprintf(label, sizeof label, "route=\"/%d\"", i);
        metrics_add(METRIC_REQUESTS, str_of(label), 1);
    }
    double dropped = figure("curio_metrics_dropped_total");
    assert_true(dropped >= 1500 && dropped < 3000);
    assert_true(figure("curio_requests_total{route=\"/0\"}") == 1);
    metrics_add(METRIC_REQUESTS, STR("route=\"/0\""), 1);
    assert_true(figure("curio_requests_total{route=\"/0\"}") == 2);
    memset(label, 'x', sizeof label);
    metrics_add(METRIC_REQUESTS, (struct str){label, sizeof label}, 1);
    assert_true(figure("curio_metrics_dropped_total") == dropped + 1);
}

static void test_without_its_file_a_process_counts_for_itself(void **state)
{
    (void)state;
    metrics_open("/nowhere/at/all", "web");
    metrics_add(METRIC_CACHE, STR("result=\"hit\""), 2);
    assert_true(figure("curio_cache_total{result=\"hit\"}") == 2);
    metrics_close();
    metrics_add(METRIC_CACHE, STR("result=\"hit\""), 2); /* and nobody minds */
    metrics_time(TIMING_REQUEST, 1);
    metrics_busy(true);
    assert_true(figure("curio_cache_total{result=\"hit\"}") == -1);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(test_processes_count_together),
        FRESH(test_the_dead_are_neither_there_nor_busy),
        FRESH(test_buckets_add_up),
        FRESH(test_gauges_are_set),
        FRESH(test_too_many_series_are_dropped_and_told),
        cmocka_unit_test(test_without_its_file_a_process_counts_for_itself),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
