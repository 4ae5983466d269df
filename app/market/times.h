/* Days, moments and durations as ISO 8601, schema.org, microformats and iCalendar write them. */
#ifndef CURIO_MARKET_TIMES_H
#define CURIO_MARKET_TIMES_H

#include "market/found.h"

/* "2026-05-03", "20260503", "2026-123", "2026-05-03T09:00", "2026-05-03 9:00:00-0800", "20260503T090000Z", "…T09:00[Europe/Berlin]". False for a day or
 * hour that does not exist, and for a year that no market here has; *out is then absent. */
__attribute__((warn_unused_result)) bool times_read(struct arena *, struct str, struct found_time *out);
/* "09:00", "9:00:30", "9.30", "9", "07pm", "7:00 p.m.": seconds since midnight; 24:00 is 86400. */
__attribute__((warn_unused_result)) bool times_clock(struct str, int64_t *seconds);
/* "PT5H30M", "P1DT2H", "P2W": minutes. Years and months have no length. */
__attribute__((warn_unused_result)) bool times_minutes(struct str, int64_t *minutes);
/* A day that exists, at 00:00. */
__attribute__((warn_unused_result)) bool times_day(int64_t year, int64_t month, int64_t day, struct wall *);
/* The day after a day that was named as the last one. */
void times_next_day(struct found_time *);

#endif
