/* The rules that a form offers, as plain choices: made into an RRULE, and known again in one. */
#ifndef CURIO_MARKET_SCHEDULE_CHOICES_H
#define CURIO_MARKET_SCHEDULE_CHOICES_H

#include "core/buf.h"
#include "market/schedule.h"

enum schedule_repeat {
    SCHEDULE_ONCE,
    SCHEDULE_WEEKLY,  /* every INTERVAL weeks on WEEKDAYS */
    SCHEDULE_MONTHLY, /* on the NTHS WEEKDAYS of every INTERVALth month */
    SCHEDULE_YEARLY,  /* on the day of the year that the rule starts at */
    SCHEDULE_SPECIAL, /* a rule that these choices cannot say */
    SCHEDULE_REPEAT_COUNT
};

struct schedule_choices {
    enum schedule_repeat repeat;
    int interval;        /* 1 to 52 */
    uint8_t weekdays;    /* bit 0: Sunday … bit 6: Saturday; weekly 0: that of the start */
    uint8_t nths;        /* monthly: bit 1: first … bit 5: fifth, bit 0: last */
    uint16_t months;     /* weekly, monthly: bit 1: January … bit 12: December; 0: the whole year */
    bool has_until;
    struct wall until;   /* the last day, included */
};

/* The RRULE of the choices, nothing for SCHEDULE_ONCE; false when they say nothing possible (special, no nth, an interval of 0). */
__attribute__((warn_unused_result)) bool schedule_choices_rrule(const struct schedule_choices *, struct buf *);
/* What a form shows for a rule that stands; repeat is SCHEDULE_SPECIAL when the form would lose something of it. */
void schedule_choices_of(struct arena *, const struct schedule_rule *, struct schedule_choices *);
/* The same where the zone is known, in which an UNTIL in UTC is a day. */
void schedule_choices_in(struct arena *, struct str zone, const struct schedule_rule *, struct schedule_choices *);
/* The first moment at or after STARTS that the choices hold for, at its time of day: the DTSTART to save. */
__attribute__((warn_unused_result)) bool schedule_choices_first(struct arena *, const struct schedule_choices *, struct wall starts, struct wall *first);

#endif
