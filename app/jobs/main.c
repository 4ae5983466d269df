/* curio-jobs: one background worker, configured by the file that CURIO_CONFIG names and the environment. Start as many as there
 * is work for, on any number of hosts. SIGTERM and SIGINT let the job under way come to its end. */
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "core/language.h"
#include "core/log.h"
#include "core/metrics.h"
#include "core/timestamp.h"
#include "jobs/kinds.h"
#include "jobs/runner.h"

enum { JOB_MEMORY = 8 << 20, IDLE_FIRST_MS = 250, IDLE_LAST_MS = 2000, SCHEDULE_EVERY_US = 10 * 1000000, MEASURE_EVERY_US = 2 * 1000000 };

/* Blocked for the whole life of the program: a signal waits here until the job under way is done. */
static sigset_t block_ends(void)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    return ends;
}

/* True: it is time to end. */
static bool pause_for(const sigset_t *ends, int64_t ms)
{
    const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    return sigtimedwait(ends, NULL, &time) > 0;
}

static void work(struct runner *runner, const sigset_t *ends)
{
    int64_t pause_ms = 0, scheduled_us = 0, measured_us = 0;
    while (!pause_for(ends, pause_ms)) {
        if (monotonic_us() - scheduled_us >= SCHEDULE_EVERY_US || !scheduled_us)
            scheduled_us = runner_schedule(runner) ? monotonic_us() : 0;
        if (monotonic_us() - measured_us >= MEASURE_EVERY_US) {
            runner_measure(runner);
            measured_us = monotonic_us();
        }
        if (runner_step(runner) == RUN_DID)
            pause_ms = 0;
        else if (pause_ms < IDLE_FIRST_MS)
            pause_ms = IDLE_FIRST_MS;
        else if (pause_ms < IDLE_LAST_MS)
            pause_ms *= 2;
    }
}

static int run(struct arena *life, const struct config *config, const sigset_t *ends)
{
    struct runner runner = {.config = config, .kinds = job_kinds, .kind_count = job_kind_count};
    if (blob_store_open(life, arena_str(life, config->blob_dir).p, &runner.blobs) != BLOB_OK)
        return EXIT_FAILURE;
    runner.arena = arena_new(JOB_MEMORY);
    runner.db = db_open(arena_str(life, config->database_url).p);
    runner.cache = cache_open(arena_str(life, config->redis_socket).p);
    metrics_open(arena_str(life, config->run_dir).p, "jobs");
    log_info("curio-jobs works");
    work(&runner, ends);
    log_info("curio-jobs ends");
    metrics_close();
    cache_close(runner.cache);
    db_close(runner.db);
    arena_free(runner.arena);
    return EXIT_SUCCESS;
}

int main(void)
{
    const sigset_t ends = block_ends();
    struct arena *life = arena_new(1 << 20);
    struct config config;
    struct str why;
    log_init("curio-jobs", LOG_INFO);
    int result = EXIT_FAILURE;
    if (config_load(life, getenv("CURIO_CONFIG"), environ, &config, &why) != CONFIG_OK) {
        fprintf(stderr, STR_FMT "\n", STR_ARG(why));
    } else {
        log_init("curio-jobs", (enum log_level)config.log_level);
        language_use(&config);
        result = run(life, &config, &ends);
    }
    arena_free(life);
    return result;
}
