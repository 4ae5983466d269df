/* A schedule in words for people, in the language that _() speaks. */
#ifndef CURIO_MARKET_SCHEDULE_WORDS_H
#define CURIO_MARKET_SCHEDULE_WORDS_H

#include "core/buf.h"
#include "market/schedule.h"

enum schedule_length { SCHEDULE_SHORT, SCHEDULE_LONG };

/* "Every first Sunday of the month, 9:00–15:00, April to October", one line a rule. What cannot be said simply is called a special rule.
 * Short: without the season, the end and what is left out. */
void schedule_describe(struct arena *, const struct schedule *, enum schedule_length, struct buf *);
void schedule_describe_rule(struct arena *, const struct schedule_rule *, enum schedule_length, struct buf *);
void schedule_describe_hours(struct arena *, struct str opening_hours, enum schedule_length, struct buf *);

#endif
