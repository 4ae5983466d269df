/* When a market is, as a form says it: one rule in plain choices. */
#ifndef CURIO_HANDLERS_MARKET_WHEN_H
#define CURIO_HANDLERS_MARKET_WHEN_H

#include "market/schedule.h"
#include "web/form.h"
#include "web/request.h"

/* The members that a form takes for it; WHEN_FIELDS makes the rows of its table. */
struct market_when {
    struct str repeat, date, last_date, from, to, until; /* repeat: once, weekly, monthly, yearly; days as 2026-05-03, times as 09:00 */
    struct list weekdays, nths, months;                  /* su mo tu …; 1 to 5 and last; 1 to 12 */
    struct opt_bigint interval;
};

extern const char *const market_repeats[];

#define WHEN_FIELDS(form, when) \
    {"repeat", N_("How often: once, weekly, monthly (its weekdays), yearly"), FIELD_CHOICE, .offset = offsetof(struct form, when.repeat), .choices = market_repeats}, \
    {"date", N_("First day, as 2026-05-03"), FIELD_TEXT, .offset = offsetof(struct form, when.date), .max = 10}, \
    {"last_date", N_("Last day, where a single date goes on for several"), FIELD_TEXT, .offset = offsetof(struct form, when.last_date), .max = 10}, \
    {"from", N_("When it opens, as 09:00"), FIELD_TEXT, .offset = offsetof(struct form, when.from), .max = 5}, \
    {"to", N_("When it closes; at or before the opening it is the next day"), FIELD_TEXT, .offset = offsetof(struct form, when.to), .max = 5}, \
    {"until", N_("Last day of a rule; left out: it goes on"), FIELD_TEXT, .offset = offsetof(struct form, when.until), .max = 10}, \
    {"weekdays", N_("Weekdays: su, mo, tu, we, th, fr, sa; left out: that of the first day"), FIELD_TAGS, .offset = offsetof(struct form, when.weekdays), .max = 7}, \
    {"nths", N_("Which of them in a month: 1 to 5, last"), FIELD_TAGS, .offset = offsetof(struct form, when.nths), .max = 6}, \
    {"months", N_("Months of its season, 1 to 12; left out: the whole year"), FIELD_TAGS, .offset = offsetof(struct form, when.months), .max = 12}, \
    {"interval", N_("Every how many weeks or months"), FIELD_INT, .offset = offsetof(struct form, when.interval), .min = 1, .max = 52}

/* Whether anything was said of it: a day or a time. */
bool market_when_said(const struct market_when *);
/* The rule; false with the field errors in rq->form_state. */
__attribute__((warn_unused_result)) bool market_when_rule(struct request *, const struct market_when *, struct schedule_rule *out);
/* "2026-05-03T09:00" of a day and a time; false when either is none. */
__attribute__((warn_unused_result)) bool market_when_wall(struct arena *, struct str day, struct str clock, struct wall *out);

/* Fails FIELD of the form, with the code "wrong" and a translated message; always false. */
bool market_wrong(struct request *, const char *field, const char *message);

#endif
