/* The dates of a schedule before anybody asks which: every key its rules, hours and overrides make in a window of local time. */
#ifndef CURIO_MARKET_SCHEDULE_SET_H
#define CURIO_MARKET_SCHEDULE_SET_H

#include "market/hours.h"
#include "market/rrule.h"
#include "market/schedule.h"
#include "market/zone.h"

/* A schedule whose texts have been read. */
struct schedule_plan {
    const struct schedule *schedule;
    const struct zone *zone;
    struct rrule *rules; /* as many as the schedule's */
    struct hours *hours; /* null: none */
    struct hours_place place;
};

/* False with *error when the schedule is refused. */
__attribute__((warn_unused_result)) bool schedule_plan_make(struct arena *, const struct schedule *, struct schedule_plan *,
                                                            struct schedule_error *error);

struct schedule_set {
    struct schedule_date *items; /* by key, each key once */
    size_t count, room;
    bool *left_out;              /* an EXDATE says so, and no override says otherwise */
    bool capped;
    size_t *orphans;
    size_t orphan_count;
};

/* All keys from FROM to UNTIL and those of the overrides, overrides applied. */
void schedule_set_make(struct arena *, const struct schedule_plan *, struct wall from, struct wall until, struct schedule_set *);

#endif
