/* A schedule as the column market.schedule holds it and the API shows it:
 *   {"rules": [{"starts": "2026-05-03T09:00", "minutes": 360, "rrule": "FREQ=WEEKLY", "exdates": [], "rdates": []}],
 *    "opening_hours": "Sa 09:00-14:00",
 *    "overrides": [{"key": "2026-06-07T09:00", "status": "moved", "starts": …, "ends": …, "reason": "", "note": ""}]}
 * All times are the market's own. Zone, place and position stand in columns of their own. */
#ifndef CURIO_MARKET_SCHEDULE_JSON_H
#define CURIO_MARKET_SCHEDULE_JSON_H

#include "core/buf.h"
#include "core/json_read.h"
#include "market/schedule.h"

/* Fills rules, opening_hours and overrides of *OUT and leaves the rest. Members that are missing are empty; one of a wrong kind, an unknown
 * one or a time that is none is refused, and *WHERE says which ("rules[2].starts"). Whether the schedule makes sense is schedule_check's. */
__attribute__((warn_unused_result)) bool schedule_json_read(struct arena *, const struct json_value *, struct schedule *out, struct str *where);
/* The same from text; absent or empty text is an empty schedule. */
__attribute__((warn_unused_result)) bool schedule_json_parse(struct arena *, struct str text, struct schedule *out, struct str *where);
/* In one order of members, without those that are empty: equal schedules give equal text. */
void schedule_json_write(struct buf *, const struct schedule *);
const char *schedule_status_name(enum schedule_status); /* "scheduled", "cancelled", "moved" */

#endif
