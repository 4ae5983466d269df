/* The time zones of the system's tzdata, read from their own files (RFC 8536) without touching TZ or the process's clock. */
#ifndef CURIO_MARKET_ZONE_H
#define CURIO_MARKET_ZONE_H

#include "core/timestamp.h"
#include "market/wall.h"

struct zone;

struct zone_time {
    int64_t offset;    /* seconds east of Greenwich */
    bool summer;
    const char *name;  /* "CEST"; lives as long as the zone */
    int64_t since;     /* Unix second from which this holds; INT64_MIN: always did */
    int64_t until;     /* until which; INT64_MAX: for ever */
};

/* The zone of an IANA name, null where tzdata has none. Kept for good: there are only so many names. Not for several threads. */
const struct zone *zone_find(struct str name);
struct zone_time zone_at(const struct zone *, int64_t unix_seconds);
struct wall zone_local(const struct zone *, struct timestamp);
/* The instant of a reading; of two the first. A reading that the clocks skip counts by the offset before the gap (RFC 5545,
 * 3.3.5), so it comes out as much later as the gap is long. */
struct timestamp zone_instant(const struct zone *, struct wall);
struct zone_rule;
/* By what the clocks go on after the table; null for a zone without summer time then. */
const struct zone_rule *zone_last_rule(const struct zone *);
/* "DE" for Europe/Berlin: of the countries whose holidays are known; absent for all others. */
struct str zone_country(struct str name);

#endif
