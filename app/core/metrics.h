/* Figures for Prometheus, counted by every process of every pool in one file of shared memory in run_dir, so that whichever
 * worker is asked answers for all. Counting is a few atomic additions and never fails: without the file a process counts
 * for itself. */
#ifndef CURIO_CORE_METRICS_H
#define CURIO_CORE_METRICS_H

#include "core/buf.h"

enum metric {
    METRIC_REQUESTS,        /* method="GET",route="/schematics",status="200" */
    METRIC_DATABASE_ERRORS, /* no labels */
    METRIC_CACHE,           /* result="hit|miss|away" */
    METRIC_JOBS,            /* kind="…",result="done|failed|retried|aside" */
    METRIC_JOBS_WAITING,    /* a gauge, by metrics_set; no labels */
    METRIC_JOBS_ASIDE,      /* the same */
    METRIC_STARTS,          /* pool="web": workers started, so restarts show */
    METRIC_COUNT
};

enum timing { TIMING_REQUEST, TIMING_DATABASE, TIMING_COUNT };

/* Joins the counting as one process of POOL ("web", "auth", "jobs", …; at most 15 bytes). */
void metrics_open(const char *run_dir, const char *pool);
/* Gives up this process's place, and the memory. */
void metrics_close(void);

/* LABELS as the exposition format has them, without braces; empty for none. Past 1,500 different series new ones are
 * counted as dropped. */
void metrics_add(enum metric, struct str labels, int64_t n);
void metrics_set(enum metric, struct str labels, int64_t value);
void metrics_time(enum timing, int64_t us);
void metrics_busy(bool busy); /* whether this process works on something right now */

/* Text exposition format 0.0.4. Processes that died without a word are not counted as workers. */
void metrics_write(struct buf *out);

#endif
