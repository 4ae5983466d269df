#include "core/metrics.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"

enum { SERIES = 2048, SERIES_FILLED_MAX = 1500, LABELS_MAX = 167, WORKERS = 512, POOL_MAX = 16, BUCKETS = 14 };
enum { PATH_BYTES = 512, FILLING_TRIES = 1000 };

enum series_state { SERIES_FREE, SERIES_FILLING, SERIES_READY };

struct series {
    atomic_int state;
    int metric;
    atomic_int_fast64_t value;
    char labels[LABELS_MAX + 1];
};

struct histogram {
    atomic_int_fast64_t buckets[BUCKETS + 1], sum_us; /* the last bucket is +Inf; each counts its own range alone */
};

struct worker {
    atomic_int pid; /* 0: free */
    atomic_int busy;
    char pool[POOL_MAX];
};

struct shared {
    atomic_int_fast64_t filled, dropped;
    struct histogram timings[TIMING_COUNT];
    struct worker workers[WORKERS];
    struct series series[SERIES];
};

/* Another layout is another file: programs of two versions may run side by side during an update. */
static const char file_name[] = "metrics-1";

static struct shared *shared;
static struct worker *self;

static const struct {
    const char *name, *type, *says;
} metrics[] = {
    [METRIC_REQUESTS] = {"curio_requests_total", "counter", "Requests by method, route and status."},
    [METRIC_DATABASE_ERRORS] = {"curio_database_errors_total", "counter", "Queries that failed for another reason than their data."},
    [METRIC_CACHE] = {"curio_cache_total", "counter", "Look-ups in Redis that hit or missed, and whatever was asked of it in vain."},
    [METRIC_JOBS] = {"curio_jobs_total", "counter", "Jobs by kind and result."},
    [METRIC_JOBS_WAITING] = {"curio_jobs_waiting", "gauge", "Jobs that are due and not begun."},
    [METRIC_JOBS_ASIDE] = {"curio_jobs_aside", "gauge", "Jobs that failed too often and wait for an administrator."},
    [METRIC_STARTS] = {"curio_worker_starts_total", "counter", "Workers started by pool."},
};
static_assert(sizeof metrics / sizeof *metrics == METRIC_COUNT, "one row a metric");

static const struct {
    const char *name, *says;
} timings[] = {
    [TIMING_REQUEST] = {"curio_request_seconds", "Time from a request's arrival to its reply."},
    [TIMING_DATABASE] = {"curio_database_seconds", "Time each question to the database took, seen from the worker."},
};
static_assert(sizeof timings / sizeof *timings == TIMING_COUNT, "one row a timing");

static const int64_t bounds_us[BUCKETS] = {250,    500,    1000,   2500,    5000,    10000,   25000,
                                           50000, 100000, 250000, 500000, 1000000, 2500000, 10000000};

static struct shared *map_file(const char *run_dir)
{
    char path[PATH_BYTES];
    int n = snprintf(path, sizeof path, "%s/%s", run_dir, file_name);
    if (n < 0 || (size_t)n >= sizeof path)
        return NULL;
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return NULL;
    void *at = MAP_FAILED;
    if (ftruncate(descriptor, sizeof(struct shared)) == 0)
        at = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    return at == MAP_FAILED ? NULL : at;
}

static struct shared *map_private(void)
{
    void *at = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

static bool is_alive(int pid)
{
    return kill(pid, 0) == 0 || errno == EPERM;
}

/* A dead process's place is taken over by comparing and swapping its pid. */
static void join_pool(const char *pool)
{
    for (size_t i = 0; i < WORKERS; i++) {
        struct worker *worker = &shared->workers[i];
        int pid = atomic_load(&worker->pid);
        if (pid != 0 && is_alive(pid))
            continue;
        if (!atomic_compare_exchange_strong(&worker->pid, &pid, (int)getpid()))
            continue;
        snprintf(worker->pool, sizeof worker->pool, "%s", pool);
        atomic_store(&worker->busy, 0);
        self = worker;
        return;
    }
}

void metrics_open(const char *run_dir, const char *pool)
{
    char labels[POOL_MAX + 16];
    shared = map_file(run_dir);
    if (shared == NULL) {
        log_warn("metrics: %s/%s can't be used: %s", run_dir, file_name, strerror(errno));
        shared = map_private();
    }
    if (shared == NULL)
        return;
    join_pool(pool);
    snprintf(labels, sizeof labels, "pool=\"%.*s\"", POOL_MAX - 1, pool);
    metrics_add(METRIC_STARTS, str_of(labels), 1);
    metrics_add(METRIC_DATABASE_ERRORS, STR(""), 0); /* shows from the start, as nothing */
}

void metrics_close(void)
{
    if (self != NULL)
        atomic_store(&self->pid, 0);
    if (shared != NULL)
        munmap(shared, sizeof *shared);
    self = NULL;
    shared = NULL;
}

static size_t hash_of(enum metric metric, struct str labels)
{
    uint64_t hash = 1469598103934665603u ^ (unsigned)metric; /* FNV-1a */
    for (size_t i = 0; i < labels.n; i++)
        hash = (hash ^ (unsigned char)labels.p[i]) * 1099511628211u;
    return (size_t)(hash % SERIES);
}

static bool is_series(const struct series *series, enum metric metric, struct str labels)
{
    return series->metric == (int)metric && str_eq(str_of(series->labels), labels);
}

/* Another process may be filling this very series: that takes it a moment, so it is waited for. One that died while
 * filling leaves its place unusable, and everybody passes on to the next. */
static int settled_state(struct series *series)
{
    int state = atomic_load(&series->state);
    for (int tries = 0; state == SERIES_FILLING && tries < FILLING_TRIES; tries++) {
        sched_yield();
        state = atomic_load(&series->state);
    }
    return state;
}

static void fill(struct series *series, enum metric metric, struct str labels)
{
    series->metric = (int)metric;
    if (labels.n > 0)
        memcpy(series->labels, labels.p, labels.n);
    series->labels[labels.n] = '\0';
    atomic_fetch_add(&shared->filled, 1);
    atomic_store(&series->state, SERIES_READY);
}

static struct series *find_series(enum metric metric, struct str labels)
{
    size_t at = hash_of(metric, labels);
    for (size_t tries = 0; tries < SERIES; tries++, at = (at + 1) % SERIES) {
        struct series *series = &shared->series[at];
        int state = settled_state(series);
        if (state == SERIES_FREE && atomic_load(&shared->filled) >= SERIES_FILLED_MAX)
            return NULL;
        if (state == SERIES_FREE && atomic_compare_exchange_strong(&series->state, &state, SERIES_FILLING)) {
            fill(series, metric, labels);
            return series;
        }
        if (settled_state(series) == SERIES_READY && is_series(series, metric, labels))
            return series;
    }
    return NULL;
}

static struct series *series_for(enum metric metric, struct str labels)
{
    if (shared == NULL)
        return NULL;
    struct series *series = labels.n > LABELS_MAX ? NULL : find_series(metric, labels);
    if (series == NULL)
        atomic_fetch_add(&shared->dropped, 1);
    return series;
}

void metrics_add(enum metric metric, struct str labels, int64_t n)
{
    struct series *series = series_for(metric, labels);
    if (series != NULL)
        atomic_fetch_add(&series->value, n);
}

void metrics_set(enum metric metric, struct str labels, int64_t value)
{
    struct series *series = series_for(metric, labels);
    if (series != NULL)
        atomic_store(&series->value, value);
}

void metrics_time(enum timing timing, int64_t us)
{
    if (shared == NULL)
        return;
    size_t bucket = 0;
    while (bucket < BUCKETS && us > bounds_us[bucket])
        bucket++;
    atomic_fetch_add(&shared->timings[timing].buckets[bucket], 1);
    atomic_fetch_add(&shared->timings[timing].sum_us, us);
}

void metrics_busy(bool busy)
{
    if (self != NULL)
        atomic_store(&self->busy, busy ? 1 : 0);
}

static void write_head(struct buf *out, const char *name, const char *type, const char *says)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, says, name, type);
}

static void write_metric(struct buf *out, enum metric metric)
{
    write_head(out, metrics[metric].name, metrics[metric].type, metrics[metric].says);
    for (size_t i = 0; i < SERIES; i++) {
        struct series *series = &shared->series[i];
        if (atomic_load(&series->state) != SERIES_READY || series->metric != (int)metric)
            continue;
        bool bare = series->labels[0] == '\0';
        buf_printf(out, "%s%s%s%s %lld\n", metrics[metric].name, bare ? "" : "{", series->labels, bare ? "" : "}",
                   (long long)atomic_load(&series->value));
    }
}

static void write_timing(struct buf *out, enum timing timing)
{
    struct histogram *histogram = &shared->timings[timing];
    const char *name = timings[timing].name;
    int64_t count = 0;
    write_head(out, name, "histogram", timings[timing].says);
    for (size_t i = 0; i < BUCKETS; i++) {
        count += atomic_load(&histogram->buckets[i]);
        buf_printf(out, "%s_bucket{le=\"%g\"} %lld\n", name, (double)bounds_us[i] / 1e6, (long long)count);
    }
    count += atomic_load(&histogram->buckets[BUCKETS]);
    buf_printf(out, "%s_bucket{le=\"+Inf\"} %lld\n", name, (long long)count);
    buf_printf(out, "%s_sum %.6f\n", name, (double)atomic_load(&histogram->sum_us) / 1e6);
    buf_printf(out, "%s_count %lld\n", name, (long long)count);
}

struct pool_count {
    char pool[POOL_MAX];
    int total, busy;
};

enum { POOLS = 8 };

static void count_worker(struct pool_count pools[POOLS], const struct worker *worker)
{
    for (size_t i = 0; i < POOLS; i++) {
        if (pools[i].total == 0)
            memcpy(pools[i].pool, worker->pool, POOL_MAX);
        if (strncmp(pools[i].pool, worker->pool, POOL_MAX) != 0)
            continue;
        pools[i].total++;
        pools[i].busy += atomic_load(&worker->busy);
        return;
    }
}

static void write_pools(struct buf *out)
{
    struct pool_count pools[POOLS] = {{.total = 0}};
    for (size_t i = 0; i < WORKERS; i++) {
        int pid = atomic_load(&shared->workers[i].pid);
        if (pid != 0 && is_alive(pid))
            count_worker(pools, &shared->workers[i]);
    }
    write_head(out, "curio_pool_workers", "gauge", "Workers alive by pool.");
    for (size_t i = 0; i < POOLS && pools[i].total > 0; i++)
        buf_printf(out, "curio_pool_workers{pool=\"%.*s\"} %d\n", POOL_MAX, pools[i].pool, pools[i].total);
    write_head(out, "curio_pool_busy", "gauge", "Workers that are working right now, by pool.");
    for (size_t i = 0; i < POOLS && pools[i].total > 0; i++)
        buf_printf(out, "curio_pool_busy{pool=\"%.*s\"} %d\n", POOL_MAX, pools[i].pool, pools[i].busy);
}

void metrics_write(struct buf *out)
{
    if (shared == NULL)
        return;
    for (int i = 0; i < METRIC_COUNT; i++)
        write_metric(out, (enum metric)i);
    for (int i = 0; i < TIMING_COUNT; i++)
        write_timing(out, (enum timing)i);
    write_pools(out);
    write_head(out, "curio_metrics_dropped_total", "counter", "Counts lost because there were too many series.");
    buf_printf(out, "curio_metrics_dropped_total %lld\n", (long long)atomic_load(&shared->dropped));
}
