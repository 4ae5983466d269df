#include "market/rrule_ical.h"

#include <libical/ical.h>
#include <stdlib.h>

enum { INTERVAL_MOST = 12 };

struct rrule_ical {
    icalrecur_iterator *iterator;
};

static bool quiet(const struct rrule *rule, unsigned allowed)
{
    for (unsigned list = 0; list < RRULE_LIST_COUNT; list++)
        if (rule->lists[list].count && !(allowed & 1u << list))
            return false;
    return true;
}

static bool from_the_front(struct rrule_numbers list, int most)
{
    return list.count == 0 || (list.at[0] > 0 && list.at[list.count - 1] <= most);
}

static bool in_every_month(int nth)
{
    return nth >= -4 && nth <= 4;
}

/* What goes wrong there: days from the end as limits of daily rules, lists out of order, BYSETPOS and months in weeks, every second
 * week of a weekday before the start's, a weekday that is named with a number and without, several times a day, week numbers and days
 * of the year beside anything, intervals past 16 bits, and rules that come true seldom or never, for which it walks on through the
 * millennia. The tests hold the rest against our own periods. */
bool rrule_ical_right(const struct rrule_plan *plan)
{
    const struct rrule *rule = &plan->rule;
    const unsigned times = 1u << RRULE_BYHOUR | 1u << RRULE_BYMINUTE | 1u << RRULE_BYSECOND;
    const unsigned days = times | 1u << RRULE_BYMONTHDAY;
    if (plan->time_count != 1 || rule->interval > INTERVAL_MOST || !from_the_front(rule->lists[RRULE_BYMONTHDAY], 28))
        return false;
    if (rule->freq == RRULE_WEEKLY)
        return quiet(rule, times) && rule->day_count <= 7 && rule->interval == 1;
    if (rule->freq == RRULE_MONTHLY)
        return rule->day_count ? rule->day_count == 1 && in_every_month(rule->days[0].nth) && quiet(rule, times) : quiet(rule, days);
    if (rule->freq == RRULE_YEARLY)
        return rule->day_count == 0 && quiet(rule, days | 1u << RRULE_BYMONTH) && rule->lists[RRULE_BYMONTH].count == 1;
    return rule->freq == RRULE_DAILY && rule->day_count == 0 && quiet(rule, times);
}

static void copy_list(short *to, struct rrule_numbers from)
{
    for (size_t i = 0; i < from.count; i++)
        to[i] = from.at[i];
    to[from.count] = ICAL_RECURRENCE_ARRAY_MAX;
}

/* By day of the rule's week, as libical's own reader sorts them. */
static void copy_days(short *to, const struct rrule *rule)
{
    size_t count = 0;
    for (int from_start = 0; from_start < 7; from_start++)
        for (size_t i = 0; i < rule->day_count; i++) {
            int day = rule->days[i].weekday + 1, nth = rule->days[i].nth; /* as icalrecurrencetype_day_position reads it */
            if ((day - 1 - rule->week_start + 7) % 7 == from_start)
                to[count++] = (short)(nth < 0 ? nth * 8 - day : nth * 8 + day);
        }
    to[count] = ICAL_RECURRENCE_ARRAY_MAX;
}

static struct icaltimetype time_of(struct wall w)
{
    struct wall_parts p = wall_parts(w);
    struct icaltimetype t = icaltime_null_time();
    t.year = p.year, t.month = p.month, t.day = p.day, t.hour = p.hour, t.minute = p.minute, t.second = p.second;
    return t;
}

static struct icalrecurrencetype rule_of(const struct rrule *rule)
{
    static const icalrecurrencetype_frequency freqs[RRULE_FREQ_COUNT] = {
        [RRULE_DAILY] = ICAL_DAILY_RECURRENCE, [RRULE_WEEKLY] = ICAL_WEEKLY_RECURRENCE,
        [RRULE_MONTHLY] = ICAL_MONTHLY_RECURRENCE, [RRULE_YEARLY] = ICAL_YEARLY_RECURRENCE};
    struct icalrecurrencetype r;
    icalrecurrencetype_clear(&r);
    r.freq = freqs[rule->freq];
    r.interval = (short)rule->interval;
    r.week_start = (icalrecurrencetype_weekday)(rule->week_start + 1);
    copy_list(r.by_month, rule->lists[RRULE_BYMONTH]);
    copy_list(r.by_month_day, rule->lists[RRULE_BYMONTHDAY]);
    copy_days(r.by_day, rule);
    return r;
}

struct rrule_ical *rrule_ical_new(const struct rrule_plan *plan, struct wall begins)
{
    struct rrule_ical *ical = calloc(1, sizeof *ical);
    if (!ical)
        abort();
    ical->iterator = icalrecur_iterator_new(rule_of(&plan->rule), time_of((struct wall){begins.s + plan->times[0]}));
    return ical;
}

bool rrule_ical_next(struct rrule_ical *ical, struct wall *at)
{
    if (!ical->iterator)
        return false;
    struct icaltimetype t = icalrecur_iterator_next(ical->iterator);
    if (icaltime_is_null_time(t) || t.year > WALL_YEAR_MOST)
        return false;
    *at = wall_of((struct wall_parts){t.year, t.month, t.day, t.hour, t.minute, t.second});
    return true;
}

void rrule_ical_free(struct rrule_ical *ical)
{
    if (ical->iterator)
        icalrecur_iterator_free(ical->iterator);
    free(ical);
}
