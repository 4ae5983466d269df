/* The set a rule makes of one period (a year, a month, … a second): RFC 5545's table of BY parts as filters over its days and times. */
#ifndef CURIO_MARKET_RRULE_PERIOD_H
#define CURIO_MARKET_RRULE_PERIOD_H

#include "market/rrule.h"

enum { RRULE_PERIOD_DAYS = 378 }; /* a year of 53 weeks and what its first one has of the year before, with room */

/* A rule whose silent parts have been filled in from its start, so that every period is filtered alike. */
struct rrule_plan {
    struct rrule rule;
    struct wall starts;
    int32_t *times;      /* seconds from the period's begin (of the day's, from DAILY up), rising */
    size_t time_count;
    int16_t day[1], month[1], hour[1], minute[1], second[1]; /* what was filled in */
    struct rrule_day weekday;
};

struct rrule_period {
    struct wall begins;
    struct wall days[RRULE_PERIOD_DAYS]; /* midnights that fit, rising */
    size_t day_count;
    struct wall next_worth;  /* when nothing fits: where it is worth looking again, 0 when unknown */
};

void rrule_plan_make(struct arena *, const struct rrule *, struct wall starts, struct rrule_plan *);
/* Where the INDEXth period begins, the start's own being 0; false past the years we know. */
__attribute__((warn_unused_result)) bool rrule_period_begin(const struct rrule_plan *, int64_t index, struct wall *begins);
/* The index of the last period that begins at or before WHEN, at least 0. */
int64_t rrule_period_index(const struct rrule_plan *, struct wall when);
void rrule_period_fill(const struct rrule_plan *, struct wall begins, struct rrule_period *);

#endif
