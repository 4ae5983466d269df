/* The rule by which a zone's clocks go on after the table of its file: POSIX's TZ with the extensions of RFC 8536. */
#ifndef CURIO_MARKET_ZONE_RULE_H
#define CURIO_MARKET_ZONE_RULE_H

#include "market/zone.h"

struct zone_change {
    char form;                 /* 'M': MONTH, WEEK, DAY; 'J': day 1 to 365 without leap days; 'N': day 0 to 365 */
    int month, week, day;
    int64_t second;            /* of the day, by the clock that goes before the change; -167 h to 167 h */
};

struct zone_clock {
    char name[16];
    int64_t offset;
};

struct zone_rule {
    struct zone_clock standard, summer; /* a name of "": no rule; no summer time */
    struct zone_change begins, ends;
};

__attribute__((warn_unused_result)) bool zone_rule_read(struct str, struct zone_rule *); /* an empty text is no rule, and sound */
struct zone_time zone_rule_at(const struct zone_rule *, int64_t unix_seconds);

#endif
