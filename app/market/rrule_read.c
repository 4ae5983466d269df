#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "market/rrule.h"

struct reading {
    struct arena *arena;
    struct str text;
    struct rrule *rule;
    struct rrule_fault *fault;
    bool freq_seen;
    unsigned seen; /* parts, by their place in the table */
};

static bool refuse(struct reading *r, struct str where, const char *message)
{
    *r->fault = (struct rrule_fault){(size_t)(where.p - r->text.p), where.n, message};
    return false;
}

static const char *const weekday_names[7] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

static bool read_weekday(struct str s, int *weekday)
{
    for (int i = 0; i < 7; i++)
        if (str_equal_ignoring_case(s, str_of(weekday_names[i]))) {
            *weekday = i;
            return true;
        }
    return false;
}

/* RFC 5545 allows a plus. */
static bool read_number(struct str s, int64_t *out)
{
    if (s.n > 1 && s.p[0] == '+' && s.p[1] != '-')
        s = str_slice(s, 1, s.n);
    return str_to_int64(s, out);
}

static bool read_freq(struct reading *r, struct str value)
{
    static const char *const names[RRULE_FREQ_COUNT] = {"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    for (int i = 0; i < RRULE_FREQ_COUNT; i++)
        if (str_equal_ignoring_case(value, str_of(names[i]))) {
            r->rule->freq = (enum rrule_freq)i;
            r->freq_seen = true;
            return true;
        }
    return refuse(r, value, N_("FREQ is one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY and SECONDLY."));
}

static bool read_interval(struct reading *r, struct str value)
{
    if (!read_number(value, &r->rule->interval) || r->rule->interval < 1 || r->rule->interval > INT32_MAX)
        return refuse(r, value, N_("INTERVAL is a number from 1."));
    return true;
}

static bool read_count(struct reading *r, struct str value)
{
    if (!read_number(value, &r->rule->count) || r->rule->count < 1 || r->rule->count > INT32_MAX)
        return refuse(r, value, N_("COUNT is a number from 1."));
    return true;
}

/* A year past those we know is as good as no end. */
static bool far_until(struct str value)
{
    int64_t year;
    return value.n >= 8 && str_to_int64(str_slice(value, 0, 4), &year) && year > WALL_YEAR_MOST;
}

static bool read_until(struct reading *r, struct str value)
{
    bool utc = value.n > 0 && ascii_lower(value.p[value.n - 1]) == 'z';
    struct str moment = str_slice(value, 0, value.n - utc);
    bool date = moment.n == 8 && !utc;
    if (far_until(moment))
        return true;
    if ((moment.n != 8 && moment.n != 15) || !wall_parse(moment, &r->rule->until))
        return refuse(r, value, N_("UNTIL is a day such as 20261231 or a moment such as 20261231T225959Z."));
    r->rule->until_is = utc ? RRULE_UNTIL_UTC : date ? RRULE_UNTIL_DATE : RRULE_UNTIL_LOCAL;
    if (date)
        r->rule->until.s += WALL_DAY - 1;
    return true;
}

static bool read_week_start(struct reading *r, struct str value)
{
    return read_weekday(value, &r->rule->week_start) || refuse(r, value, N_("A weekday is one of MO, TU, WE, TH, FR, SA and SU."));
}

static bool read_day(struct reading *r, struct str item, struct rrule_day *day)
{
    struct str number = str_slice(item, 0, item.n < 2 ? 0 : item.n - 2);
    int64_t nth = 0;
    int weekday;
    if (item.n < 2 || !read_weekday(str_slice(item, item.n - 2, item.n), &weekday))
        return refuse(r, item, N_("A weekday is one of MO, TU, WE, TH, FR, SA and SU."));
    if (number.n > 0 && (!read_number(number, &nth) || nth == 0 || nth < -53 || nth > 53))
        return refuse(r, item, N_("The number before a weekday is from 1 to 53 or from -53 to -1."));
    *day = (struct rrule_day){(int8_t)weekday, (int8_t)nth};
    return true;
}

static bool said_before(const struct rrule_day *days, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (days[i].weekday == days[count].weekday && days[i].nth == days[count].nth)
            return true;
    return false;
}

static bool read_days(struct reading *r, struct str value)
{
    struct rrule_day *days = arena_array(r->arena, RRULE_DAYS_MOST, sizeof *days);
    struct str item;
    size_t count = 0;
    for (bool more = true; more;) {
        more = str_cut(value, ',', &item, &value);
        if (count == RRULE_DAYS_MOST)
            return refuse(r, item, N_("This list is too long."));
        if (!read_day(r, item, &days[count]))
            return false;
        count += !said_before(days, count);
    }
    r->rule->days = days;
    r->rule->day_count = count;
    return true;
}

/* The numbers a list may hold; its negative ones where it has any mean "from the end". */
static const struct {
    int16_t least, most;
    bool negative;
    const char *message;
} lists[RRULE_LIST_COUNT] = {
    [RRULE_BYSECOND] = {0, 60, false, N_("A second is a number from 0 to 59.")},
    [RRULE_BYMINUTE] = {0, 59, false, N_("A minute is a number from 0 to 59.")},
    [RRULE_BYHOUR] = {0, 23, false, N_("An hour is a number from 0 to 23.")},
    [RRULE_BYMONTHDAY] = {1, 31, true, N_("A day of the month is a number from 1 to 31 or from -31 to -1.")},
    [RRULE_BYYEARDAY] = {1, 366, true, N_("A day of the year is a number from 1 to 366 or from -366 to -1.")},
    [RRULE_BYWEEKNO] = {1, 53, true, N_("A week is a number from 1 to 53 or from -53 to -1.")},
    [RRULE_BYMONTH] = {1, 12, false, N_("A month is a number from 1 to 12.")},
    [RRULE_BYSETPOS] = {1, 366, true, N_("BYSETPOS has numbers from 1 to 366 or from -366 to -1.")},
};

static int compare_numbers(const void *a, const void *b)
{
    int16_t x = *(const int16_t *)a, y = *(const int16_t *)b;
    return (x > y) - (x < y);
}

static bool read_list(struct reading *r, struct str value, enum rrule_list list)
{
    int16_t *numbers = arena_array(r->arena, RRULE_NUMBERS_MOST, sizeof *numbers);
    struct str item;
    size_t count = 0, kept = 0;
    for (bool more = true; more;) {
        int64_t n;
        more = str_cut(value, ',', &item, &value);
        if (count == RRULE_NUMBERS_MOST)
            return refuse(r, item, N_("This list is too long."));
        if (!read_number(item, &n) || n > lists[list].most || n < (lists[list].negative ? -lists[list].most : lists[list].least)
            || (lists[list].negative && n == 0))
            return refuse(r, item, lists[list].message);
        numbers[count++] = (int16_t)(list == RRULE_BYSECOND && n == 60 ? 59 : n); /* clocks here have no leap second */
    }
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            numbers[kept++] = numbers[i];
    r->rule->lists[list] = (struct rrule_numbers){numbers, kept};
    return true;
}

static const struct {
    const char *name;
    bool (*read)(struct reading *, struct str);
    enum rrule_list list; /* where read is null */
} parts[] = {
    {"FREQ", read_freq, 0},           {"INTERVAL", read_interval, 0},     {"COUNT", read_count, 0},
    {"UNTIL", read_until, 0},         {"WKST", read_week_start, 0},       {"BYDAY", read_days, 0},
    {"BYSECOND", NULL, RRULE_BYSECOND},     {"BYMINUTE", NULL, RRULE_BYMINUTE},   {"BYHOUR", NULL, RRULE_BYHOUR},
    {"BYMONTHDAY", NULL, RRULE_BYMONTHDAY}, {"BYYEARDAY", NULL, RRULE_BYYEARDAY}, {"BYWEEKNO", NULL, RRULE_BYWEEKNO},
    {"BYMONTH", NULL, RRULE_BYMONTH},       {"BYSETPOS", NULL, RRULE_BYSETPOS},
};

static bool read_part(struct reading *r, struct str part)
{
    struct str name, value;
    if (!str_cut(part, '=', &name, &value))
        return refuse(r, part, N_("A part of a rule is a name, an equals sign and a value."));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!str_equal_ignoring_case(name, str_of(parts[i].name)))
            continue;
        if (r->seen & 1u << i)
            return refuse(r, part, N_("This part stands twice."));
        r->seen |= 1u << i;
        return parts[i].read ? parts[i].read(r, value) : read_list(r, value, parts[i].list);
    }
    if (str_equal_ignoring_case(name, STR("RSCALE")) || str_equal_ignoring_case(name, STR("SKIP")))
        return refuse(r, part, N_("Rules of other calendars (RSCALE, SKIP) are not understood."));
    return refuse(r, name, N_("No part of a rule has this name."));
}

static bool has(const struct rrule *rule, enum rrule_list list)
{
    return rule->lists[list].count > 0;
}

/* Where in the text the part NAME stands. */
static struct str part_named(struct str text, const char *name)
{
    struct str part;
    for (bool more = true; more;) {
        more = str_cut(text, ';', &part, &text);
        if (part.n > strlen(name) && str_equal_ignoring_case(str_slice(part, 0, strlen(name)), str_of(name)) && part.p[strlen(name)] == '=')
            return part;
    }
    return text;
}

static bool numbered_days(const struct rrule *rule)
{
    for (size_t i = 0; i < rule->day_count; i++)
        if (rule->days[i].nth)
            return true;
    return false;
}

/* What RFC 5545, 3.3.10, says parts must not be together. */
static bool check_together(struct reading *r)
{
    const struct rrule *rule = r->rule;
    struct str text = r->text;
    if (!r->freq_seen)
        return refuse(r, str_slice(text, text.n, text.n), N_("A rule says how often: FREQ is missing."));
    if (rule->count && part_named(text, "UNTIL").n)
        return refuse(r, part_named(text, "UNTIL"), N_("A rule ends by COUNT or by UNTIL, not by both."));
    if (has(rule, RRULE_BYWEEKNO) && rule->freq != RRULE_YEARLY)
        return refuse(r, part_named(text, "BYWEEKNO"), N_("Week numbers belong to yearly rules."));
    if (has(rule, RRULE_BYYEARDAY) && rule->freq >= RRULE_DAILY && rule->freq <= RRULE_MONTHLY)
        return refuse(r, part_named(text, "BYYEARDAY"), N_("Days of the year do not belong to daily, weekly or monthly rules."));
    if (has(rule, RRULE_BYMONTHDAY) && rule->freq == RRULE_WEEKLY)
        return refuse(r, part_named(text, "BYMONTHDAY"), N_("Days of the month do not belong to weekly rules."));
    if (numbered_days(rule) && (rule->freq < RRULE_MONTHLY || has(rule, RRULE_BYWEEKNO)))
        return refuse(r, part_named(text, "BYDAY"), N_("Numbered weekdays belong to monthly rules and to yearly rules without week numbers."));
    return true;
}

static bool check_positions(struct reading *r)
{
    size_t others = r->rule->day_count;
    for (int list = 0; list < RRULE_LIST_COUNT; list++)
        others += list == RRULE_BYSETPOS ? 0 : r->rule->lists[list].count;
    if (has(r->rule, RRULE_BYSETPOS) && others == 0)
        return refuse(r, part_named(r->text, "BYSETPOS"), N_("BYSETPOS chooses among what another BY part makes."));
    return true;
}

bool rrule_read(struct arena *arena, struct str text, struct rrule *rule, struct rrule_fault *fault)
{
    struct reading r = {.arena = arena, .text = text, .rule = rule, .fault = fault};
    struct str part, rest = text;
    *rule = (struct rrule){.interval = 1, .week_start = 1};
    for (bool more = true; more;) {
        more = str_cut(rest, ';', &part, &rest);
        if (part.n == 0 && !more && part.p != text.p) /* a semicolon at the end, as some write it */
            break;
        if (!read_part(&r, part))
            return false;
    }
    return check_together(&r) && check_positions(&r);
}

void rrule_of_days(struct rrule *rule)
{
    for (int list = RRULE_BYSECOND; list <= RRULE_BYHOUR; list++)
        rule->lists[list] = (struct rrule_numbers){0};
}

void rrule_settle_until(struct rrule *rule, struct wall local)
{
    if (rule->until_is != RRULE_UNTIL_UTC)
        return;
    rule->until = local;
    rule->until_is = RRULE_UNTIL_LOCAL;
}
