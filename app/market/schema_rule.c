#include "market/schema.h"

#include "core/buf.h"
#include "market/rrule.h"
#include "market/times.h"

/* "https://schema.org/Sunday", "Sunday", "SU": two letters; a number before it stays ("2SU"). */
static bool add_weekday(struct buf *out, struct str text)
{
    static const char *const names[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    struct str tail = text;
    ptrdiff_t slash;
    while ((slash = str_find(tail, STR("/"))) >= 0)
        tail = str_slice(tail, (size_t)slash + 1, tail.n);
    for (size_t i = 0; i < 7; i++) {
        char code[2] = {(char)(names[i][0] - 'a' + 'A'), (char)(names[i][1] - 'a' + 'A')};
        struct str number = str_slice(tail, 0, tail.n >= 2 ? tail.n - 2 : 0);
        bool is_code = tail.n >= 2 && tail.n <= 4 && str_equal_ignoring_case(str_slice(tail, tail.n - 2, tail.n), (struct str){code, 2});
        if (is_code)
            buf_add(out, number);
        if (is_code || str_equal_ignoring_case(tail, str_of(names[i]))) {
            buf_add_bytes(out, code, 2);
            return true;
        }
    }
    return false;
}

/* "P1W": every how many of what. */
static bool frequency(struct str text, const char **word, int64_t *interval)
{
    static const struct {
        const char *text, *word;
    } words[] = {{"daily", "DAILY"}, {"weekly", "WEEKLY"}, {"monthly", "MONTHLY"}, {"yearly", "YEARLY"}, {"annually", "YEARLY"}};
    *interval = 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(text, str_of(words[i].text))) {
            *word = words[i].word;
            return true;
        }
    if (text.n < 3 || text.p[0] != 'P' || !str_to_int64(str_slice(text, 1, text.n - 1), interval) || *interval < 1 || *interval > 400)
        return false;
    switch (text.p[text.n - 1]) {
    case 'D': *word = "DAILY"; return true;
    case 'W': *word = "WEEKLY"; return true;
    case 'M': *word = "MONTHLY"; return true;
    case 'Y': *word = "YEARLY"; return true;
    default: return false;
    }
}

/* Each of the days in each of the weeks of a month. */
static bool add_weekdays(struct buf *out, const struct tree *schedule)
{
    const struct tree *days = tree_member(schedule, "byDay"), *weeks = tree_member(schedule, "byMonthWeek"), *week = tree_begin(weeks);
    bool first = true;
    do {
        for (const struct tree *day = tree_begin(days); day; day = tree_after(days, day)) {
            buf_add(out, first ? STR(";BYDAY=") : STR(","));
            buf_add(out, schema_text(week).n ? schema_text(week) : STR(""));
            if (!add_weekday(out, schema_text(day)))
                return false;
            first = false;
        }
        week = week ? tree_after(weeks, week) : NULL;
    } while (week);
    return !(first && weeks);
}

static bool add_numbers(struct buf *out, const struct tree *schedule, const char *member, const char *part)
{
    const struct tree *values = tree_member(schedule, member);
    bool first = true;
    for (const struct tree *one = tree_begin(values); one; one = tree_after(values, one)) {
        int64_t value;
        if (!str_to_int64(schema_text(one), &value))
            return false;
        if (first)
            buf_printf(out, ";%s=", part);
        else
            buf_add_char(out, ',');
        buf_add_int64(out, value);
        first = false;
    }
    return true;
}

static bool add_end(struct draft *draft, struct buf *out, const struct tree *schedule)
{
    struct found_time until;
    char text[WALL_TEXT];
    if (!draft_time(draft, schema_text(tree_member(schedule, "endDate")), MARKET_LOST_FIELD, &until))
        return true;
    if (until.form == FOUND_DAY)
        until.wall.s += WALL_DAY - 1;
    else if (until.form == FOUND_INSTANT)
        until.wall.s -= (int64_t)until.offset * 60;
    buf_add(out, STR(";UNTIL="));
    buf_add(out, wall_compact(until.wall, text));
    if (until.form == FOUND_INSTANT)
        buf_add_char(out, 'Z');
    return true;
}

/* How often a schedule is that does not say so, but names its days; absent where it names none. */
static struct str implied_frequency(const struct tree *schedule)
{
    if (tree_member(schedule, "byMonthWeek") || tree_member(schedule, "byMonthDay"))
        return STR("monthly");
    return tree_member(schedule, "byDay") ? STR("weekly") : STR_NULL;
}

static bool make_rrule(struct draft *draft, const struct tree *schedule, struct buf *out)
{
    const char *word;
    int64_t interval;
    struct str often = schema_text(tree_member(schedule, "repeatFrequency"));
    if (!often.n)
        often = implied_frequency(schedule);
    if (!often.n)
        return true;
    if (!frequency(often, &word, &interval))
        return false;
    buf_printf(out, "FREQ=%s", word);
    if (interval != 1)
        buf_printf(out, ";INTERVAL=%lld", (long long)interval);
    return add_weekdays(out, schedule) && add_numbers(out, schedule, "byMonth", "BYMONTH") && add_numbers(out, schedule, "byMonthDay", "BYMONTHDAY") &&
           add_numbers(out, schedule, "repeatCount", "COUNT") && add_end(draft, out, schedule);
}

/* A schedule that says which days, but not since when, holds from the beginning of the year: the first of its days then is its start. */
static bool start_with_the_year(struct draft *draft, struct found_rule *rule)
{
    struct rrule rrule;
    struct rrule_fault fault;
    struct rrule_moments first;
    struct arena *arena = draft->reader->arena;
    struct wall from = {rule->starts.wall.s}, until = {from.s + 366 * (int64_t)WALL_DAY};
    if (!rrule_read(arena, rule->rrule, &rrule, &fault) || (rrule.freq != RRULE_DAILY && !rrule.day_count && !rrule.lists[RRULE_BYMONTHDAY].count))
        return false;
    rrule.until_is = RRULE_UNTIL_NONE;
    rrule_expand(arena, &rrule, from, from, until, 1, &first);
    if (first.count)
        rule->starts.wall = first.at[0];
    return first.count > 0;
}

/* The day of one text and the hour of the other. */
static bool set_start(struct draft *draft, struct found_rule *rule, const struct tree *schedule, struct str span_starts)
{
    struct str day = schema_text(tree_member(schedule, "startDate")), hour = schema_text(tree_member(schedule, "startTime"));
    struct str zone = schema_text(tree_member(schedule, "scheduleTimezone"));
    int64_t seconds;
    day = day.n ? day : span_starts;
    if (!day.n)
        rule->starts = (struct found_time){.form = FOUND_DAY, .wall = wall_date(wall_parts(draft->reader->input->today).year, 1, 1)};
    else if (!draft_time(draft, day, MARKET_LOST_FIELD, &rule->starts))
        return false;
    if (rule->starts.form == FOUND_DAY && times_clock(hour, &seconds)) {
        rule->starts.form = FOUND_WALL;
        rule->starts.wall.s += seconds;
    }
    struct market_found holder = {0};
    if (zone.n && rule->starts.form == FOUND_WALL && found_set(draft->reader->arena, &holder, FOUND_ZONE, zone, STR_NULL) == FOUND_OK) {
        rule->starts.zone = holder.zone;
        draft_fill(draft, FOUND_ZONE, zone);
    }
    return true;
}

static void set_length(struct found_rule *rule, const struct tree *schedule)
{
    int64_t from, until;
    if (times_minutes(schema_text(tree_member(schedule, "duration")), &rule->minutes.value)) {
        rule->minutes.said = true;
    } else if (times_clock(schema_text(tree_member(schedule, "startTime")), &from) && times_clock(schema_text(tree_member(schedule, "endTime")), &until)) {
        rule->minutes.said = true;
        rule->minutes.value = (until - from + (until <= from ? WALL_DAY : 0)) / 60;
    }
}

static void set_exceptions(struct draft *draft, struct found_rule *rule, const struct tree *schedule)
{
    const struct tree *dates = tree_member(schedule, "exceptDate");
    struct found_time *times = NULL, time;
    for (const struct tree *date = tree_begin(dates); date && rule->exdate_count < MARKET_READ_DATES; date = tree_after(dates, date))
        if (draft_time(draft, schema_text(date), MARKET_LOST_DATE, &time)) {
            times = arena_more(draft->reader->arena, times, rule->exdate_count, sizeof time);
            times[rule->exdate_count++] = time;
        }
    rule->exdates = times;
}

/* What repeats, or why not. */
static bool read_rule(struct draft *draft, const struct tree *schedule, struct str span_starts, struct found_rule *rule)
{
    struct buf rrule;
    struct str own = schema_own(schedule, "rrule");
    bool dated = schema_text(tree_member(schedule, "startDate")).n || span_starts.n;
    if (!schedule || !set_start(draft, rule, schedule, span_starts))
        return false;
    buf_init(&rrule, 1000);
    bool ok = (own.n || make_rrule(draft, schedule, &rrule)) && !rrule.failed;
    rule->rrule = own.n ? str_slice(own, 0, 1000) : arena_str(draft->reader->arena, buf_str(&rrule));
    buf_free(&rrule);
    return ok && (dated || start_with_the_year(draft, rule));
}

void schema_rule(struct schema *schema, struct draft *draft, const struct tree *schedule, struct str span_starts)
{
    struct found_rule rule = {0};
    (void)schema;
    if (!read_rule(draft, schedule, span_starts, &rule)) {
        draft_refuse(draft, MARKET_BAD_RULE, MARKET_LOST_DATE, STR("eventSchedule"));
        return;
    }
    rule.where = tree_where(draft->reader->arena, schedule);
    set_length(&rule, schedule);
    set_exceptions(draft, &rule, schedule);
    rule.rdate_count = draft_times(draft, schema_own(schedule, "rdates"), &rule.rdates);
    draft_rule(draft, rule);
}
