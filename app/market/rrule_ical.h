/* libical's part in rules: the ones it gets right. */
#ifndef CURIO_MARKET_RRULE_ICAL_H
#define CURIO_MARKET_RRULE_ICAL_H

#include "market/rrule_period.h"

struct rrule_ical;

/* Whether libical, 3.0.16 to 3.0.20, expands the plan as RFC 5545 says. */
bool rrule_ical_right(const struct rrule_plan *);
/* The plan's moments from a period's begin on, without COUNT, UNTIL and the start's bound. Never null: memory ends the process. */
struct rrule_ical *rrule_ical_new(const struct rrule_plan *, struct wall period_begins);
__attribute__((warn_unused_result)) bool rrule_ical_next(struct rrule_ical *, struct wall *);
void rrule_ical_free(struct rrule_ical *);

#endif
