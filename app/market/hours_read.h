/* The selectors of one rule of opening hours: which days, which times. Each reads as much as is its own; false when it was refused. */
#ifndef CURIO_MARKET_HOURS_READ_H
#define CURIO_MARKET_HOURS_READ_H

#include "market/hours_rule.h"
#include "market/hours_scan.h"

enum hours_read { HOURS_NOT_THERE, HOURS_READ, HOURS_REFUSED };

__attribute__((warn_unused_result)) enum hours_read hours_read_years(struct hours_scan *, struct hours_rule *);
__attribute__((warn_unused_result)) enum hours_read hours_read_dates(struct hours_scan *, struct hours_rule *);
__attribute__((warn_unused_result)) enum hours_read hours_read_weeks(struct hours_scan *, struct hours_rule *);
__attribute__((warn_unused_result)) enum hours_read hours_read_weekdays(struct hours_scan *, struct hours_rule *, const struct hours_place *);
__attribute__((warn_unused_result)) enum hours_read hours_read_times(struct hours_scan *, struct hours_rule *, const struct hours_place *);
/* "+2 days", "-1 day"; 0 when there is none. */
int hours_read_offset(struct hours_scan *);

#endif
