#include "market/schedule_choices.h"

#include "market/rrule.h"
#include "market/zone.h"

enum { INTERVAL_MOST = 52, YEARS_AHEAD = 9, RULE_TEXT = 512, ALL_WEEKDAYS = 0x7f, NTHS = 0x3f, MONTHS = 0x1ffe };

static const char *const weekday_codes[7] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

static bool possible(const struct schedule_choices *c)
{
    if (c->interval < 1 || c->interval > INTERVAL_MOST || (c->weekdays & ~ALL_WEEKDAYS) || (c->nths & ~NTHS) || (c->months & ~MONTHS))
        return false;
    if (c->repeat == SCHEDULE_MONTHLY)
        return c->nths && c->weekdays;
    return c->repeat == SCHEDULE_WEEKLY || (c->repeat == SCHEDULE_YEARLY && !c->months);
}

/* From Monday on, as people write them. */
static void put_weekdays(struct buf *out, uint8_t weekdays, const char *number, bool *any)
{
    for (int i = 1; i <= 7; i++)
        if (weekdays & 1u << i % 7) {
            buf_printf(out, "%s%s%s", *any ? "," : ";BYDAY=", number, weekday_codes[i % 7]);
            *any = true;
        }
}

static void put_nths(struct buf *out, const struct schedule_choices *c)
{
    static const char *const numbers[] = {"-1", "1", "2", "3", "4", "5"};
    bool any = false;
    for (int nth = 1; nth <= 6; nth++)
        if (c->nths & 1u << nth % 6)
            put_weekdays(out, c->weekdays, numbers[nth % 6], &any);
}

static void put_months(struct buf *out, uint16_t months)
{
    bool any = false;
    for (int month = 1; month <= 12; month++)
        if (months & 1u << month) {
            buf_printf(out, "%s%d", any ? "," : ";BYMONTH=", month);
            any = true;
        }
}

bool schedule_choices_rrule(const struct schedule_choices *c, struct buf *out)
{
    static const char *const freqs[] = {[SCHEDULE_WEEKLY] = "WEEKLY", [SCHEDULE_MONTHLY] = "MONTHLY", [SCHEDULE_YEARLY] = "YEARLY"};
    bool any = false;
    char until[WALL_TEXT];
    if (c->repeat == SCHEDULE_ONCE)
        return true;
    if (!possible(c))
        return false;
    buf_printf(out, "FREQ=%s", freqs[c->repeat]);
    if (c->interval > 1)
        buf_printf(out, ";INTERVAL=%d", c->interval);
    if (c->repeat == SCHEDULE_WEEKLY)
        put_weekdays(out, c->weekdays, "", &any);
    if (c->repeat == SCHEDULE_MONTHLY)
        put_nths(out, c);
    put_months(out, c->months);
    if (c->has_until)
        buf_printf(out, ";UNTIL=" STR_FMT, STR_ARG(str_slice(wall_compact(c->until, until), 0, 8)));
    return !out->failed;
}

static bool only(const struct rrule *rule, unsigned allowed)
{
    for (unsigned list = 0; list < RRULE_LIST_COUNT; list++)
        if (rule->lists[list].count && !(allowed & 1u << list))
            return false;
    return rule->count == 0;
}

static uint16_t months_of(const struct rrule *rule)
{
    struct rrule_numbers list = rule->lists[RRULE_BYMONTH];
    unsigned months = 0;
    for (size_t i = 0; i < list.count; i++)
        months |= 1u << list.at[i];
    return (uint16_t)(months == MONTHS ? 0 : months);
}

static uint8_t weekdays_of(const struct rrule *rule)
{
    unsigned days = 0;
    for (size_t i = 0; i < rule->day_count; i++)
        days |= 1u << rule->days[i].weekday;
    return (uint8_t)days;
}

/* Bit n for the nth, bit 0 for the last; 0 for what the form cannot say. */
static unsigned nth_bit(int nth)
{
    return nth >= 1 && nth <= 5 ? 1u << nth : nth == -1 ? 1u : 0;
}

/* Every weekday named with the same numbers ("1SU,3SU"), or one weekday and its places ("SU" and BYSETPOS). */
static bool read_nths(const struct rrule *rule, struct schedule_choices *c)
{
    struct rrule_numbers places = rule->lists[RRULE_BYSETPOS];
    unsigned nths = 0, seen[7] = {0};
    if (places.count && (rule->day_count != 1 || rule->days[0].nth))
        return false;
    for (size_t i = 0; i < places.count; i++) {
        if (!nth_bit(places.at[i]))
            return false;
        nths |= nth_bit(places.at[i]);
    }
    for (size_t i = 0; i < rule->day_count && !places.count; i++) {
        if (!nth_bit(rule->days[i].nth))
            return false;
        seen[rule->days[i].weekday] |= nth_bit(rule->days[i].nth);
        nths |= seen[rule->days[i].weekday];
    }
    c->weekdays = weekdays_of(rule);
    c->nths = (uint8_t)nths;
    for (int day = 0; day < 7 && !places.count; day++)
        if (seen[day] && seen[day] != nths)
            return false;
    return nths != 0;
}

static bool read_weekly(const struct rrule *rule, struct schedule_choices *c)
{
    if (!only(rule, 1u << RRULE_BYMONTH) || (rule->interval > 1 && (rule->freq == RRULE_DAILY || rule->week_start != 1)))
        return false;
    c->repeat = SCHEDULE_WEEKLY;
    c->weekdays = weekdays_of(rule);
    if (rule->freq == RRULE_DAILY && rule->day_count == 0)
        c->weekdays = ALL_WEEKDAYS;
    return true;
}

static bool read_monthly(const struct rrule *rule, struct schedule_choices *c)
{
    c->repeat = SCHEDULE_MONTHLY;
    return only(rule, 1u << RRULE_BYMONTH | 1u << RRULE_BYSETPOS) && rule->day_count && read_nths(rule, c);
}

static bool says_number(const struct rrule *rule, enum rrule_list list, int number)
{
    return rule->lists[list].count == 1 && rule->lists[list].at[0] == number;
}

static bool read_yearly(const struct rrule *rule, struct wall starts, struct schedule_choices *c)
{
    struct wall_parts p = wall_parts(starts);
    c->repeat = SCHEDULE_YEARLY;
    if (rule->day_count) /* a month's weekday every year is a monthly rule with a season */
        return rule->interval == 1 && rule->lists[RRULE_BYMONTH].count && rule->lists[RRULE_BYSETPOS].count == 0 && read_monthly(rule, c);
    c->months = 0;
    bool day = rule->lists[RRULE_BYMONTHDAY].count == 0 || says_number(rule, RRULE_BYMONTHDAY, p.day);
    bool month = rule->lists[RRULE_BYMONTH].count == 0 || says_number(rule, RRULE_BYMONTH, p.month);
    return only(rule, 1u << RRULE_BYMONTH | 1u << RRULE_BYMONTHDAY) && day && month;
}

/* The last day of a rule that ends at a moment: that of its last date, if this is the same wherever UTC is meant. */
static bool read_until(struct arena *arena, const struct rrule *rule, struct wall starts, struct schedule_choices *c)
{
    const int64_t hours[] = {rule->until_is == RRULE_UNTIL_UTC ? -12 : 0, rule->until_is == RRULE_UNTIL_UTC ? 14 : 0};
    struct wall last[2];
    c->has_until = rule->until_is != RRULE_UNTIL_NONE;
    c->until = (struct wall){wall_day(rule->until) * WALL_DAY};
    for (int i = 0; i < 2 && rule->until_is > RRULE_UNTIL_DATE; i++) {
        struct rrule shifted = *rule;
        struct rrule_moments moments;
        shifted.until = (struct wall){rule->until.s + hours[i] * 3600};
        rrule_expand(arena, &shifted, starts, starts, (struct wall){shifted.until.s + 1}, SCHEDULE_DATES_MOST, &moments);
        if (moments.count == 0 || moments.capped)
            return false;
        last[i] = moments.at[moments.count - 1];
        c->until = (struct wall){wall_day(last[i]) * WALL_DAY};
    }
    return rule->until_is <= RRULE_UNTIL_DATE || last[0].s == last[1].s;
}

static bool read_choices(struct arena *arena, const struct zone *zone, const struct schedule_rule *rule, struct schedule_choices *c)
{
    struct rrule rrule;
    struct rrule_fault fault;
    if (rule->rrule.n == 0)
        return true;
    if (!rrule_read(arena, rule->rrule, &rrule, &fault) || rrule.interval > INTERVAL_MOST)
        return false;
    if (zone)
        rrule_settle_until(&rrule, zone_local(zone, (struct timestamp){rrule.until.s * 1000000}));
    if (!read_until(arena, &rrule, rule->starts, c))
        return false;
    c->interval = (int)rrule.interval;
    c->months = months_of(&rrule);
    if (rrule.freq == RRULE_WEEKLY || rrule.freq == RRULE_DAILY)
        return read_weekly(&rrule, c);
    if (rrule.freq == RRULE_MONTHLY)
        return read_monthly(&rrule, c);
    return rrule.freq == RRULE_YEARLY && read_yearly(&rrule, rule->starts, c);
}

void schedule_choices_in(struct arena *arena, struct str zone, const struct schedule_rule *rule, struct schedule_choices *c)
{
    *c = (struct schedule_choices){.repeat = SCHEDULE_ONCE, .interval = 1};
    if (!read_choices(arena, zone.n ? zone_find(zone) : NULL, rule, c))
        *c = (struct schedule_choices){.repeat = SCHEDULE_SPECIAL, .interval = 1};
}

void schedule_choices_of(struct arena *arena, const struct schedule_rule *rule, struct schedule_choices *c)
{
    schedule_choices_in(arena, STR_NULL, rule, c);
}

bool schedule_choices_first(struct arena *arena, const struct schedule_choices *c, struct wall starts, struct wall *first)
{
    struct buf *text = ARENA_NEW(arena, struct buf);
    struct rrule rule;
    struct rrule_fault fault;
    struct rrule_moments moments;
    *first = starts;
    if (c->repeat == SCHEDULE_ONCE)
        return true;
    buf_init_in(arena, text, RULE_TEXT);
    if (!schedule_choices_rrule(c, text) || !rrule_read(arena, buf_str(text), &rule, &fault))
        return false;
    rrule_expand(arena, &rule, starts, starts, (struct wall){starts.s + YEARS_AHEAD * 366LL * WALL_DAY}, 1, &moments);
    if (moments.count)
        *first = moments.at[0];
    return moments.count > 0;
}
