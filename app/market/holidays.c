#include "market/holidays.h"

enum { DAY, EASTER, WEEKDAY_FROM, KINGS_DAY };

/* One holiday: of the whole country, or of the regions named, in the years it is one (0: always). */
struct holiday {
    uint8_t kind;
    int8_t month, day;   /* DAY; WEEKDAY_FROM: the first WEEKDAY on or after it */
    int8_t after_easter; /* EASTER: days */
    int8_t weekday;
    int16_t since, until;
    const char *regions; /* null: all */
};

#define ON(m, d) {.kind = DAY, .month = m, .day = d}
#define IN(m, d, from, r) {.kind = DAY, .month = m, .day = d, .since = from, .regions = r}
#define AFTER_EASTER(n) {.kind = EASTER, .after_easter = n}
#define EASTER_IN(n, r) {.kind = EASTER, .after_easter = n, .regions = r}
#define FROM(m, d, w) {.kind = WEEKDAY_FROM, .month = m, .day = d, .weekday = w}

/* The holiday laws of the states; where a law names parishes or towns only (Assumption in Bavaria, Corpus Christi in parts of Saxony and
 * Thuringia, Augsburg) the day is left out. */
static const struct holiday germany[] = {
    ON(1, 1), IN(1, 6, 0, "BW BY ST"), IN(3, 8, 2019, "BE"), IN(3, 8, 2023, "MV"), AFTER_EASTER(-2), EASTER_IN(0, "BB"), AFTER_EASTER(1),
    ON(5, 1), AFTER_EASTER(39), EASTER_IN(49, "BB"), AFTER_EASTER(50), EASTER_IN(60, "BW BY HE NW RP SL"), IN(8, 15, 0, "SL"),
    {.kind = DAY, .month = 5, .day = 8, .since = 2020, .until = 2020, .regions = "BE"}, /* Berlin: each by a law for the one year */
    {.kind = DAY, .month = 5, .day = 8, .since = 2025, .until = 2025, .regions = "BE"},
    {.kind = DAY, .month = 6, .day = 17, .since = 2028, .until = 2028, .regions = "BE"}, IN(9, 20, 2019, "TH"), IN(10, 3, 1990, NULL), IN(10, 31, 0, "BB MV SN ST TH"), IN(10, 31, 2018, "HB HH NI SH"),
    {.kind = DAY, .month = 10, .day = 31, .since = 2017, .until = 2017}, IN(11, 1, 0, "BW BY NW RP SL"),
    {.kind = WEEKDAY_FROM, .month = 11, .day = 16, .weekday = 3, .regions = "SN"}, ON(12, 25), ON(12, 26),
};
/* Lov om Folkekirkens helligdage; Store bededag was abolished by lov nr. 214 of 2023. */
static const struct holiday denmark[] = {
    ON(1, 1), AFTER_EASTER(-3), AFTER_EASTER(-2), AFTER_EASTER(0), AFTER_EASTER(1),
    {.kind = EASTER, .after_easter = 26, .until = 2023}, AFTER_EASTER(39), AFTER_EASTER(49), AFTER_EASTER(50), ON(12, 25), ON(12, 26),
};
/* Lag (1989:253) om allmänna helgdagar, as changed by 2004:1320. */
static const struct holiday sweden[] = {
    ON(1, 1), ON(1, 6), AFTER_EASTER(-2), AFTER_EASTER(0), AFTER_EASTER(1), ON(5, 1), AFTER_EASTER(39), AFTER_EASTER(49),
    {.kind = EASTER, .after_easter = 50, .until = 2004}, IN(6, 6, 2005, NULL), FROM(6, 20, 6), FROM(10, 31, 6), ON(12, 25), ON(12, 26),
};
/* Lov om helligdager og helligdagsfred, lov om 1 og 17 mai. */
static const struct holiday norway[] = {
    ON(1, 1), AFTER_EASTER(-3), AFTER_EASTER(-2), AFTER_EASTER(0), AFTER_EASTER(1), ON(5, 1), ON(5, 17), AFTER_EASTER(39),
    AFTER_EASTER(49), AFTER_EASTER(50), ON(12, 25), ON(12, 26),
};
/* Feiertagsruhegesetz 1957, § 1 and Arbeitsruhegesetz, § 7. */
static const struct holiday austria[] = {
    ON(1, 1), ON(1, 6), AFTER_EASTER(1), ON(5, 1), AFTER_EASTER(39), AFTER_EASTER(50), AFTER_EASTER(60), ON(8, 15), ON(10, 26),
    ON(11, 1), ON(12, 8), ON(12, 25), ON(12, 26),
};
/* Bundesverfassung, article 110, and the days that every canton keeps; the cantons' own are left out. */
static const struct holiday switzerland[] = {ON(1, 1), AFTER_EASTER(39), ON(8, 1), ON(12, 25)};
/* Algemene termijnenwet, article 3. */
static const struct holiday netherlands[] = {
    ON(1, 1), AFTER_EASTER(0), AFTER_EASTER(1), {.kind = KINGS_DAY}, ON(5, 5), AFTER_EASTER(39), AFTER_EASTER(49), AFTER_EASTER(50),
    ON(12, 25), ON(12, 26),
};

struct holiday_calendar {
    const char *country;
    const struct holiday *holidays;
    size_t count;
};

#define CALENDAR(code, table) {code, table, sizeof(table) / sizeof *(table)}
static const struct holiday_calendar calendars[] = {
    CALENDAR("DE", germany), CALENDAR("DK", denmark), CALENDAR("SE", sweden), CALENDAR("NO", norway),
    CALENDAR("AT", austria), CALENDAR("CH", switzerland), CALENDAR("NL", netherlands),
};

const struct holiday_calendar *holiday_calendar_of(struct str place, struct str *region)
{
    struct str country;
    str_cut(place, '-', &country, region);
    for (size_t i = 0; i < sizeof calendars / sizeof *calendars; i++)
        if (str_equal_ignoring_case(country, str_of(calendars[i].country)))
            return &calendars[i];
    return NULL;
}

/* The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
struct wall easter_sunday(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return wall_date(year, n / 31, n % 31 + 1);
}

static bool named_in(const char *regions, struct str region)
{
    struct str rest = str_of(regions), name;
    for (bool more = true; more;) {
        more = str_cut(rest, ' ', &name, &rest);
        if (str_equal_ignoring_case(name, region))
            return true;
    }
    return false;
}

/* On 27 April since 2014, the day before where that is a Sunday; before, the queen's on 30 April, moved alike. */
static struct wall kings_day(int year)
{
    struct wall day = wall_date(year, 4, year >= 2014 ? 27 : 30);
    return wall_weekday(day) == 0 ? (struct wall){day.s - WALL_DAY} : day;
}

static struct wall falls_on(const struct holiday *h, int year)
{
    if (h->kind == EASTER)
        return (struct wall){easter_sunday(year).s + h->after_easter * (int64_t)WALL_DAY};
    if (h->kind == KINGS_DAY)
        return kings_day(year);
    struct wall day = wall_date(year, h->month, h->day);
    if (h->kind == WEEKDAY_FROM)
        day.s += (h->weekday - wall_weekday(day) + 7) % 7 * (int64_t)WALL_DAY;
    return day;
}

bool holiday_is(const struct holiday_calendar *calendar, struct str region, struct wall day)
{
    int year = wall_parts(day).year;
    for (size_t i = 0; i < calendar->count; i++) {
        const struct holiday *h = &calendar->holidays[i];
        if (year < h->since || (h->until && year > h->until) || (h->regions && !named_in(h->regions, region)))
            continue;
        if (wall_day(falls_on(h, year)) == wall_day(day))
            return true;
    }
    return false;
}
