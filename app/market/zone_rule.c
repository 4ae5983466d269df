#include "market/zone_rule.h"

#include <string.h>

enum { HOUR = 3600 };

static bool take(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static bool take_number(struct str *s, int64_t *out)
{
    size_t n = 0;
    while (n < s->n && n < 6 && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (n == 0 || !str_to_int64(str_slice(*s, 0, n), out))
        return false;
    *s = str_slice(*s, n, s->n);
    return true;
}

/* "CET" or "<+0330>". */
static bool take_name(struct str *s, struct zone_clock *clock)
{
    bool quoted = take(s, '<');
    size_t n = 0;
    while (n < s->n && (quoted ? s->p[n] != '>' : ascii_lower(s->p[n]) >= 'a' && ascii_lower(s->p[n]) <= 'z'))
        n++;
    if (n == 0 || n >= sizeof clock->name)
        return false;
    memcpy(clock->name, s->p, n);
    *s = str_slice(*s, n, s->n);
    return !quoted || take(s, '>');
}

/* "-3", "+10:30", "2:00:00". */
static bool take_clock(struct str *s, int64_t *seconds)
{
    bool minus = take(s, '-');
    int64_t unit = HOUR, part;
    if (!minus)
        take(s, '+');
    *seconds = 0;
    do {
        if (!take_number(s, &part))
            return false;
        *seconds += part * unit;
        unit /= 60;
    } while (unit > 0 && take(s, ':'));
    if (minus)
        *seconds = -*seconds;
    return true;
}

static bool take_day(struct str *s, struct zone_change *c)
{
    int64_t month = 1, week = 1, day;
    c->form = take(s, 'M') ? 'M' : take(s, 'J') ? 'J' : 'N';
    if (c->form == 'M' && (!take_number(s, &month) || !take(s, '.') || !take_number(s, &week) || !take(s, '.')))
        return false;
    if (!take_number(s, &day) || month < 1 || month > 12 || week < 1 || week > 5 || day > (c->form == 'M' ? 6 : 365))
        return false;
    c->month = (int)month;
    c->week = (int)week;
    c->day = (int)day;
    return true;
}

static bool take_change(struct str *s, struct zone_change *c)
{
    c->second = 2 * HOUR;
    return take(s, ',') && take_day(s, c) && (!take(s, '/') || take_clock(s, &c->second));
}

bool zone_rule_read(struct str s, struct zone_rule *rule)
{
    *rule = (struct zone_rule){.begins = {0}};
    if (s.n == 0)
        return true;
    if (!take_name(&s, &rule->standard) || !take_clock(&s, &rule->standard.offset))
        return false;
    rule->standard.offset = -rule->standard.offset; /* POSIX counts westwards */
    if (s.n == 0)
        return true;
    rule->summer.offset = rule->standard.offset + HOUR;
    if (!take_name(&s, &rule->summer))
        return false;
    if (s.n > 0 && s.p[0] != ',') {
        if (!take_clock(&s, &rule->summer.offset))
            return false;
        rule->summer.offset = -rule->summer.offset;
    }
    return take_change(&s, &rule->begins) && take_change(&s, &rule->ends) && s.n == 0;
}

/* The Unix second of the change in YEAR, the clocks before it standing at OFFSET. */
static int64_t change_at(const struct zone_change *c, int year, int64_t offset)
{
    struct wall day;
    if (c->form == 'M') {
        struct wall first = wall_date(year, c->month, 1);
        int date = 1 + (c->day - wall_weekday(first) + 7) % 7 + (c->week - 1) * 7;
        day = wall_date(year, c->month, date > wall_month_days(year, c->month) ? date - 7 : date);
    } else {
        int days = c->form == 'J' ? c->day - 1 + (wall_leap(year) && c->day > 59) : c->day;
        day = wall_date(year, 1, 1 + days);
    }
    return day.s + c->second - offset;
}

struct zone_time zone_rule_at(const struct zone_rule *rule, int64_t second)
{
    struct zone_time t = {rule->standard.offset, false, rule->standard.name, INT64_MIN, INT64_MAX};
    if (!rule->summer.name[0])
        return t;
    int year = wall_parts((struct wall){second}).year;
    for (int y = year - 1; y <= year + 1; y++) {
        int64_t begins = change_at(&rule->begins, y, rule->standard.offset), ends = change_at(&rule->ends, y, rule->summer.offset);
        int64_t changes[] = {begins, ends};
        for (int i = 0; i < 2; i++) {
            bool summer = i == 0;
            if (changes[i] <= second && changes[i] >= t.since)
                t = (struct zone_time){summer ? rule->summer.offset : rule->standard.offset, summer,
                                       summer ? rule->summer.name : rule->standard.name, changes[i], t.until};
            else if (changes[i] > second && changes[i] < t.until)
                t.until = changes[i];
        }
    }
    return t;
}
