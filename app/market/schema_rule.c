#include "market/schema.h"

#include "core/buf.h"
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

static bool add_weekdays(struct buf *out, const struct tree *schedule)
{
    const struct tree *days = tree_member(schedule, "byDay");
    struct str week = schema_text(tree_member(schedule, "byMonthWeek"));
    bool first = true;
    for (const struct tree *day = tree_begin(days); day; day = tree_after(days, day)) {
        buf_add(out, first ? STR(";BYDAY=") : STR(","));
        buf_add(out, week.p ? week : STR(""));
        if (!add_weekday(out, schema_text(day)))
            return false;
        first = false;
    }
    return !(first && week.n);
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

static bool make_rrule(struct draft *draft, const struct tree *schedule, struct buf *out)
{
    const char *word;
    int64_t interval;
    struct str often = schema_text(tree_member(schedule, "repeatFrequency"));
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

/* The day of one text and the hour of the other. */
static bool set_start(struct draft *draft, struct found_rule *rule, const struct tree *schedule, struct str span_starts)
{
    struct str day = schema_text(tree_member(schedule, "startDate")), hour = schema_text(tree_member(schedule, "startTime"));
    struct str zone = schema_text(tree_member(schedule, "scheduleTimezone"));
    int64_t seconds;
    if (!draft_time(draft, day.n ? day : span_starts, MARKET_LOST_FIELD, &rule->starts))
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

void schema_rule(struct schema *schema, struct draft *draft, const struct tree *schedule, struct str span_starts)
{
    struct buf rrule;
    struct found_rule rule = {0};
    struct str own = schema_own(schedule, "rrule");
    (void)schema;
    buf_init(&rrule, 1000);
    bool ok = schedule && set_start(draft, &rule, schedule, span_starts) && (own.n || make_rrule(draft, schedule, &rrule)) && !rrule.failed;
    if (ok) {
        rule.where = tree_where(draft->reader->arena, schedule);
        rule.rrule = own.n ? str_slice(own, 0, 1000) : arena_str(draft->reader->arena, buf_str(&rrule));
        set_length(&rule, schedule);
        set_exceptions(draft, &rule, schedule);
        rule.rdate_count = draft_times(draft, schema_own(schedule, "rdates"), &rule.rdates);
        draft_rule(draft, rule);
    } else {
        draft_refuse(draft, MARKET_BAD_RULE, MARKET_LOST_DATE, STR("eventSchedule"));
    }
    buf_free(&rrule);
}
