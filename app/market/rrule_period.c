#include "market/rrule_period.h"

enum { HOUR = 3600, MINUTE = 60 };

static bool contains(struct rrule_numbers list, int number)
{
    for (size_t i = 0; i < list.count; i++)
        if (list.at[i] == number)
            return true;
    return false;
}

/* Nothing said, or NUMBER of ALL said from either end. */
static bool allows(struct rrule_numbers list, int number, int all)
{
    return list.count == 0 || contains(list, number) || contains(list, number - all - 1);
}

static bool says(const struct rrule *rule, enum rrule_list list)
{
    return rule->lists[list].count > 0;
}

static void fill_list(struct rrule_plan *plan, enum rrule_list list, int16_t store[1], int value)
{
    store[0] = (int16_t)value;
    plan->rule.lists[list] = (struct rrule_numbers){store, 1};
}

static void fill_days(struct rrule_plan *plan, const struct wall_parts *start)
{
    struct rrule *rule = &plan->rule;
    bool monthday = says(rule, RRULE_BYMONTHDAY), yearday = says(rule, RRULE_BYYEARDAY), week = says(rule, RRULE_BYWEEKNO);
    /* RFC 5545's table would have such days in every month; libical and the calendars that use it mean the start's month. */
    if (rule->freq == RRULE_YEARLY && monthday && !week && !yearday && !says(rule, RRULE_BYMONTH))
        fill_list(plan, RRULE_BYMONTH, plan->month, start->month);
    if (rule->day_count || monthday || yearday)
        return;
    if (rule->freq == RRULE_WEEKLY || (rule->freq == RRULE_YEARLY && week)) {
        plan->weekday = (struct rrule_day){(int8_t)wall_weekday(plan->starts), 0};
        rule->days = &plan->weekday;
        rule->day_count = 1;
    } else if (rule->freq >= RRULE_MONTHLY) {
        if (rule->freq == RRULE_YEARLY && !says(rule, RRULE_BYMONTH))
            fill_list(plan, RRULE_BYMONTH, plan->month, start->month);
        fill_list(plan, RRULE_BYMONTHDAY, plan->day, start->day);
    }
}

static void fill_times(struct rrule_plan *plan, const struct wall_parts *start)
{
    enum rrule_freq freq = plan->rule.freq;
    if (freq > RRULE_HOURLY && !says(&plan->rule, RRULE_BYHOUR))
        fill_list(plan, RRULE_BYHOUR, plan->hour, start->hour);
    if (freq > RRULE_MINUTELY && !says(&plan->rule, RRULE_BYMINUTE))
        fill_list(plan, RRULE_BYMINUTE, plan->minute, start->minute);
    if (freq > RRULE_SECONDLY && !says(&plan->rule, RRULE_BYSECOND))
        fill_list(plan, RRULE_BYSECOND, plan->second, start->second);
}

/* The times that a period unfolds into: what is finer than its own length. */
static void unfold_times(struct arena *arena, struct rrule_plan *plan)
{
    static const int16_t zero[1] = {0};
    const struct rrule_numbers none = {zero, 1}, *lists = plan->rule.lists;
    struct rrule_numbers hours = plan->rule.freq > RRULE_HOURLY ? lists[RRULE_BYHOUR] : none;
    struct rrule_numbers minutes = plan->rule.freq > RRULE_MINUTELY ? lists[RRULE_BYMINUTE] : none;
    struct rrule_numbers seconds = plan->rule.freq > RRULE_SECONDLY ? lists[RRULE_BYSECOND] : none;
    plan->times = arena_array(arena, hours.count * minutes.count * seconds.count, sizeof *plan->times);
    for (size_t h = 0; h < hours.count; h++)
        for (size_t m = 0; m < minutes.count; m++)
            for (size_t s = 0; s < seconds.count; s++)
                plan->times[plan->time_count++] = hours.at[h] * HOUR + minutes.at[m] * MINUTE + seconds.at[s];
}

void rrule_plan_make(struct arena *arena, const struct rrule *rule, struct wall starts, struct rrule_plan *plan)
{
    struct wall_parts start = wall_parts(starts);
    *plan = (struct rrule_plan){.rule = *rule, .starts = starts};
    fill_days(plan, &start);
    fill_times(plan, &start);
    unfold_times(arena, plan);
}

/* Seconds of a period of fixed length; 0 for months and years. */
static int64_t period_length(const struct rrule *rule)
{
    static const int64_t units[RRULE_FREQ_COUNT] = {
        [RRULE_SECONDLY] = 1, [RRULE_MINUTELY] = MINUTE, [RRULE_HOURLY] = HOUR, [RRULE_DAILY] = WALL_DAY, [RRULE_WEEKLY] = 7 * WALL_DAY};
    return units[rule->freq] * rule->interval;
}

/* Midnight of the day the week of DAY begins with. */
static struct wall week_of(struct wall day, int week_start)
{
    int64_t back = (wall_weekday(day) - week_start + 7) % 7;
    return (struct wall){(wall_day(day) - back) * WALL_DAY};
}

static struct wall first_period(const struct rrule_plan *plan)
{
    int64_t s = plan->starts.s;
    static const int64_t units[RRULE_FREQ_COUNT] = {
        [RRULE_SECONDLY] = 1, [RRULE_MINUTELY] = MINUTE, [RRULE_HOURLY] = HOUR, [RRULE_DAILY] = WALL_DAY};
    if (plan->rule.freq == RRULE_WEEKLY)
        return week_of(plan->starts, plan->rule.week_start);
    return (struct wall){s - s % units[plan->rule.freq]};
}

bool rrule_period_begin(const struct rrule_plan *plan, int64_t index, struct wall *begins)
{
    const struct rrule *rule = &plan->rule;
    struct wall_parts start = wall_parts(plan->starts);
    int64_t length = period_length(rule), most = wall_date(WALL_YEAR_MOST + 1, 1, 1).s;
    if (length) {
        if (index > most / length)
            return false;
        *begins = (struct wall){first_period(plan).s + index * length};
        return begins->s < most;
    }
    bool monthly = rule->freq == RRULE_MONTHLY;
    int64_t months_most = (WALL_YEAR_MOST - WALL_YEAR_LEAST + 2) * 12;
    if (index > months_most / rule->interval)
        return false;
    int64_t month = monthly ? start.month - 1 + index * rule->interval : 0, year = start.year + (monthly ? month / 12 : index * rule->interval);
    if (year > WALL_YEAR_MOST + (monthly ? 0 : 1)) /* weeks of the year after begin before it */
        return false;
    *begins = wall_date((int)year, (int)(month % 12) + 1, 1);
    return true;
}

int64_t rrule_period_index(const struct rrule_plan *plan, struct wall when)
{
    const struct rrule *rule = &plan->rule;
    int64_t length = period_length(rule), index;
    if (length) {
        index = (when.s - first_period(plan).s) / length;
    } else {
        struct wall_parts start = wall_parts(plan->starts), to = wall_parts(when);
        int64_t years = to.year - start.year;
        index = (rule->freq == RRULE_YEARLY ? years : years * 12 + to.month - start.month) / rule->interval;
    }
    return index > 0 && when.s > plan->starts.s ? index : 0;
}

static bool nth_of(const struct rrule_day *day, int at, int all)
{
    return day->nth == 0 || day->nth == (at - 1) / 7 + 1 || day->nth == -((all - at) / 7 + 1);
}

static bool weekday_fits(const struct rrule *rule, struct wall day, const struct wall_parts *p, int yearday, int year_days)
{
    bool in_month = rule->freq == RRULE_MONTHLY || says(rule, RRULE_BYMONTH);
    int weekday = wall_weekday(day);
    if (rule->day_count == 0)
        return true;
    for (size_t i = 0; i < rule->day_count; i++) {
        if (rule->days[i].weekday != weekday)
            continue;
        if (in_month ? nth_of(&rule->days[i], p->day, wall_month_days(p->year, p->month)) : nth_of(&rule->days[i], yearday, year_days))
            return true;
    }
    return false;
}

static bool day_fits(const struct rrule *rule, struct wall day)
{
    struct wall_parts p = wall_parts(day);
    int yearday = (int)(wall_day(day) - wall_day(wall_date(p.year, 1, 1))) + 1, year_days = 365 + wall_leap(p.year);
    return (!says(rule, RRULE_BYMONTH) || contains(rule->lists[RRULE_BYMONTH], p.month))
        && allows(rule->lists[RRULE_BYMONTHDAY], p.day, wall_month_days(p.year, p.month))
        && allows(rule->lists[RRULE_BYYEARDAY], yearday, year_days) && weekday_fits(rule, day, &p, yearday, year_days);
}

/* Where week 1 begins: the first with four days in the year. */
static struct wall first_week(int year, int week_start)
{
    return week_of(wall_date(year, 1, 4), week_start);
}

static void add_days(const struct rrule *rule, struct wall from, struct wall until, struct rrule_period *period)
{
    for (; from.s < until.s && period->day_count < RRULE_PERIOD_DAYS; from.s += WALL_DAY)
        if (day_fits(rule, from))
            period->days[period->day_count++] = from;
}

/* The days of a year's weeks, which reach into the years beside it. */
static void add_weeks(const struct rrule *rule, int year, struct rrule_period *period)
{
    struct wall begin = first_week(year, rule->week_start), end = first_week(year + 1, rule->week_start);
    int weeks = (int)((end.s - begin.s) / (7 * WALL_DAY));
    for (int week = 1; week <= weeks; week++)
        if (allows(rule->lists[RRULE_BYWEEKNO], week, weeks))
            add_days(rule, (struct wall){begin.s + (week - 1) * 7 * WALL_DAY}, (struct wall){begin.s + week * 7 * WALL_DAY}, period);
}

/* An hour or less: it fits whole or not at all, and then the next that could is the next day, hour, minute or second. */
static void fill_moment(const struct rrule *rule, struct rrule_period *period)
{
    struct wall at = period->begins;
    struct wall_parts p = wall_parts(at);
    if (!day_fits(rule, at))
        period->next_worth.s = (wall_day(at) + 1) * WALL_DAY;
    else if (says(rule, RRULE_BYHOUR) && !contains(rule->lists[RRULE_BYHOUR], p.hour))
        period->next_worth.s = at.s - at.s % HOUR + HOUR;
    else if (rule->freq < RRULE_HOURLY && says(rule, RRULE_BYMINUTE) && !contains(rule->lists[RRULE_BYMINUTE], p.minute))
        period->next_worth.s = at.s - at.s % MINUTE + MINUTE;
    else if (rule->freq < RRULE_MINUTELY && says(rule, RRULE_BYSECOND) && !contains(rule->lists[RRULE_BYSECOND], p.second))
        period->next_worth.s = at.s + 1;
    else
        period->days[period->day_count++] = at;
}

void rrule_period_fill(const struct rrule_plan *plan, struct wall begins, struct rrule_period *period)
{
    const struct rrule *rule = &plan->rule;
    struct wall_parts p = wall_parts(begins);
    period->begins = begins;
    period->day_count = 0;
    period->next_worth = (struct wall){0};
    if (rule->freq < RRULE_DAILY)
        fill_moment(rule, period);
    else if (rule->freq == RRULE_DAILY)
        add_days(rule, begins, (struct wall){begins.s + WALL_DAY}, period);
    else if (rule->freq == RRULE_WEEKLY)
        add_days(rule, begins, (struct wall){begins.s + 7 * WALL_DAY}, period);
    else if (rule->freq == RRULE_MONTHLY)
        add_days(rule, begins, wall_date(p.year, p.month + 1, 1), period);
    else if (says(rule, RRULE_BYWEEKNO))
        add_weeks(rule, p.year, period);
    else
        add_days(rule, begins, wall_date(p.year + 1, 1, 1), period);
}
