/* The lines of an iCalendar file that say when (RFC 5545): folded, ended by CRLF. */
#ifndef CURIO_MARKET_SCHEDULE_ICS_H
#define CURIO_MARKET_SCHEDULE_ICS_H

#include "core/buf.h"
#include "market/schedule.h"

/* DTSTART, DTEND, RRULE, EXDATE and RDATE of the rule, local times with TZID=ZONE. An UNTIL without zone is written in UTC, as the
 * specification wants it beside a TZID. False when the zone is unknown. */
__attribute__((warn_unused_result)) bool schedule_ics_rule(struct arena *, struct str zone, const struct schedule_rule *, struct buf *);
/* PROPERTY;TZID=ZONE:20260503T090000 and its line end: RECURRENCE-ID and the like. */
void schedule_ics_time(struct str property, struct str zone, struct wall, struct buf *);
/* The VTIMEZONE of ZONE, right from FROM until UNTIL and as its last rule goes after that. */
__attribute__((warn_unused_result)) bool schedule_ics_zone(struct arena *, struct str zone, struct wall from, struct wall until, struct buf *);

#endif
