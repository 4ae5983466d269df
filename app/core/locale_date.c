/* Dates and times: patterns in the letters of CLDR (d, dd, M, MM, MMM, MMMM, y, yy, E, EEEE, H, HH, h, hh, mm, a; 'words' in quotes). */
#include "core/locale.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/locale_text.h"
#include "core/text.h"

static const struct pattern {
    const char *name, *whole, *same_month, *same_year, *apart;
} patterns[] = {
    /* translators: CLDR date patterns. In a range the letters that come a second time are those of its last day. */
    [LOCALE_SHORT] = {"short", NC_("date", "dd/MM/y"), NC_("date range within a month", "dd/MM/y – dd/MM/y"),
                      NC_("date range within a year", "dd/MM/y – dd/MM/y"), NC_("date range", "dd/MM/y – dd/MM/y")},
    [LOCALE_MEDIUM] = {"medium", NC_("date", "d MMM y"), NC_("date range within a month", "d–d MMM y"),
                       NC_("date range within a year", "d MMM – d MMM y"), NC_("date range", "d MMM y – d MMM y")},
    [LOCALE_LONG] = {"long", NC_("date", "d MMMM y"), NC_("date range within a month", "d–d MMMM y"),
                     NC_("date range within a year", "d MMMM – d MMMM y"), NC_("date range", "d MMMM y – d MMMM y")},
    [LOCALE_FULL] = {"full", NC_("date", "EEEE, d MMMM y"), NC_("date range within a month", "EEEE, d – EEEE, d MMMM y"),
                     NC_("date range within a year", "EEEE, d MMMM – EEEE, d MMMM y"),
                     NC_("date range", "EEEE, d MMMM y – EEEE, d MMMM y")},
    [LOCALE_WEEKDAY] = {"weekday", NC_("date", "EEEE d MMMM"), NC_("date range within a month", "EEEE d – EEEE d MMMM"),
                        NC_("date range within a year", "EEEE d MMMM – EEEE d MMMM"), NC_("date range", "EEEE d MMMM y – EEEE d MMMM y")},
    [LOCALE_BRIEF] = {"brief", NC_("date", "E d MMM"), NC_("date range within a month", "E d – E d MMM"),
                      NC_("date range within a year", "E d MMM – E d MMM"), NC_("date range", "E d MMM y – E d MMM y")},
    [LOCALE_MONTH] = {"month", NC_("date", "MMMM y"), NC_("date", "MMMM y"), NC_("date range within a year", "MMMM – MMMM y"),
                      NC_("date range", "MMMM y – MMMM y")},
};
static_assert(sizeof patterns / sizeof *patterns == LOCALE_STYLE_COUNT, "a style has no pattern");

static const char *const months[] = {
    NC_("month", "January"), NC_("month", "February"), NC_("month", "March"),     NC_("month", "April"),   NC_("month", "May"),
    NC_("month", "June"),    NC_("month", "July"),     NC_("month", "August"),    NC_("month", "September"), NC_("month", "October"),
    NC_("month", "November"), NC_("month", "December"),
};
static const char *const short_months[] = {
    NC_("short month", "Jan"), NC_("short month", "Feb"), NC_("short month", "Mar"), NC_("short month", "Apr"),
    NC_("short month", "May"), NC_("short month", "Jun"), NC_("short month", "Jul"), NC_("short month", "Aug"),
    NC_("short month", "Sept"), NC_("short month", "Oct"), NC_("short month", "Nov"), NC_("short month", "Dec"),
};
static const char *const weekdays[] = {
    NC_("weekday", "Sunday"),   NC_("weekday", "Monday"), NC_("weekday", "Tuesday"),  NC_("weekday", "Wednesday"),
    NC_("weekday", "Thursday"), NC_("weekday", "Friday"), NC_("weekday", "Saturday"),
};
static const char *const short_weekdays[] = {
    NC_("short weekday", "Sun"), NC_("short weekday", "Mon"), NC_("short weekday", "Tue"), NC_("short weekday", "Wed"),
    NC_("short weekday", "Thu"), NC_("short weekday", "Fri"), NC_("short weekday", "Sat"),
};

const char *locale_month(int month)
{
    return month >= 1 && month <= 12 ? text_marked(months[month - 1]) : "";
}

const char *locale_weekday(int weekday)
{
    return weekday >= 0 && weekday <= 6 ? text_marked(weekdays[weekday]) : "";
}

const char *locale_weekday_brief(int weekday)
{
    return weekday >= 0 && weekday <= 6 ? text_marked(short_weekdays[weekday]) : "";
}

int locale_first_weekday(void)
{
    int64_t first;
    return str_to_int64(str_of(context_("first day of the week, 0 is Sunday", "1")), &first) && first >= 0 && first <= 6 ? (int)first : 1;
}

/* Sakamoto's method for the Gregorian calendar. */
int locale_weekday_of(const struct locale_time *time)
{
    static const int shifts[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int year = time->month < 3 ? time->year - 1 : time->year;
    return (year + year / 4 - year / 100 + year / 400 + shifts[time->month - 1] + time->day) % 7;
}

struct locale_time locale_utc(struct timestamp at)
{
    time_t seconds = (time_t)(at.us / 1000000 - (at.us % 1000000 < 0));
    struct tm parts;
    if (gmtime_r(&seconds, &parts) == NULL)
        return (struct locale_time){0};
    return (struct locale_time){parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min};
}

static bool is_date(const struct locale_time *time)
{
    return time->year >= 1 && time->year <= 9999 && time->month >= 1 && time->month <= 12 && time->day >= 1 && time->day <= 31;
}

static bool read_part(struct str text, size_t from, size_t digits, int most, int *out)
{
    int64_t number;
    struct str part = str_slice(text, from, from + digits);
    if (part.n != digits || *part.p == '-' || !str_to_int64(part, &number) || number > most)
        return false;
    *out = (int)number;
    return true;
}

static bool parse_clock(struct str text, struct locale_time *out)
{
    bool seconds = text.n >= 8 && text.p[5] == ':';
    return (text.n == 5 || seconds) && text.p[2] == ':' && read_part(text, 0, 2, 24, &out->hour) && read_part(text, 3, 2, 59, &out->minute);
}

bool locale_parse_time(struct str text, struct locale_time *out)
{
    *out = (struct locale_time){0};
    if (text.n > 2 && text.p[2] == ':')
        return parse_clock(text, out);
    if (text.n < 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    bool day = read_part(text, 0, 4, 9999, &out->year) && read_part(text, 5, 2, 12, &out->month) && read_part(text, 8, 2, 31, &out->day);
    if (!day || !is_date(out))
        return false;
    bool clock = text.n > 10 && (text.p[10] == 'T' || text.p[10] == ' ');
    return text.n == 10 || (clock && parse_clock(str_slice(text, 11, text.n), out));
}

enum locale_style locale_style_named(struct str name)
{
    for (int i = 0; i < LOCALE_STYLE_COUNT; i++)
        if (str_eq(name, str_of(patterns[i].name)))
            return (enum locale_style)i;
    return LOCALE_LONG;
}

static void add_figures(struct locale_text *text, int number, size_t width)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%0*d", width > 1 ? (int)width : 1, number);
    locale_text_add(text, str_of(digits));
}

static void add_field(struct locale_text *text, char letter, size_t width, const struct locale_time *time)
{
    switch (letter) {
    case 'd': add_figures(text, time->day, width); break;
    case 'M':
        if (width < 3)
            add_figures(text, time->month, width);
        else
            locale_text_add(text, str_of(width == 3 ? text_marked(short_months[time->month - 1]) : locale_month(time->month)));
        break;
    case 'y': add_figures(text, width == 2 ? time->year % 100 : time->year, width); break;
    case 'E': locale_text_add(text, str_of(width < 4 ? locale_weekday_brief(locale_weekday_of(time)) : locale_weekday(locale_weekday_of(time)))); break;
    case 'H': add_figures(text, time->hour, width); break;
    case 'h': add_figures(text, time->hour % 12 == 0 ? 12 : time->hour % 12, width); break;
    case 'm': add_figures(text, time->minute, width); break;
    case 'a': locale_text_add(text, str_of(time->hour % 24 < 12 ? context_("time of day", "am") : context_("time of day", "pm"))); break;
    default: break;
    }
}

/* 'words' as they are, two quotes for one. Returns what was used of PATTERN. */
static size_t add_quoted(struct locale_text *text, struct str pattern)
{
    size_t end = 1;
    while (end < pattern.n && pattern.p[end] != '\'')
        end++;
    locale_text_add(text, end == 1 ? STR("'") : str_slice(pattern, 1, end));
    return end + 1;
}

/* From the first field that was there already, the fields are LAST's. */
static void add_pattern(struct locale_text *text, const char *of, const struct locale_time *first, const struct locale_time *last)
{
    struct str pattern = str_of(of);
    bool seen[128] = {false};
    const struct locale_time *time = first;
    size_t width = 1;
    for (size_t i = 0; i < pattern.n; i += width) {
        unsigned char c = (unsigned char)pattern.p[i];
        width = 1;
        if (c == '\'') {
            width = add_quoted(text, str_slice(pattern, i, pattern.n));
        } else if (c < sizeof seen && strchr("dMyEHhma", c) != NULL) {
            while (i + width < pattern.n && (unsigned char)pattern.p[i + width] == c)
                width++;
            if (seen[c])
                time = last;
            seen[c] = true;
            add_field(text, (char)c, width, time);
        } else {
            while (i + width < pattern.n && ((unsigned char)pattern.p[i + width] & 0xc0) == 0x80)
                width++;
            locale_text_add(text, str_slice(pattern, i, i + width));
        }
    }
}

struct str locale_date(char out[LOCALE_TEXT], const struct locale_time *time, enum locale_style style)
{
    struct locale_text text = locale_text_in(out);
    if (is_date(time))
        add_pattern(&text, text_marked(patterns[style].whole), time, time);
    return locale_text_end(&text);
}

struct str locale_clock(char out[LOCALE_TEXT], const struct locale_time *time)
{
    struct locale_text text = locale_text_in(out);
    add_pattern(&text, context_("time", "HH:mm"), time, time);
    return locale_text_end(&text);
}

struct str locale_clock_range(char out[LOCALE_TEXT], const struct locale_time *from, const struct locale_time *until)
{
    struct locale_text text = locale_text_in(out);
    add_pattern(&text, context_("time range", "HH:mm–HH:mm"), from, until);
    return locale_text_end(&text);
}

struct str locale_date_clock(char out[LOCALE_TEXT], const struct locale_time *time, enum locale_style style)
{
    char date[LOCALE_TEXT], clock[LOCALE_TEXT], half[LOCALE_TEXT];
    struct locale_text text = locale_text_in(out), dated = locale_text_in(half);
    if (!is_date(time))
        return STR("");
    locale_text_fill(&dated, str_of(context_("date and time", "{date} at {time}")), STR("{date}"), locale_date(date, time, style));
    locale_text_fill(&text, locale_text_end(&dated), STR("{time}"), locale_clock(clock, time));
    return locale_text_end(&text);
}

struct str locale_date_range(char out[LOCALE_TEXT], const struct locale_time *from, const struct locale_time *until, enum locale_style style)
{
    const struct pattern *pattern = &patterns[style];
    struct locale_text text = locale_text_in(out);
    if (!is_date(from) || !is_date(until))
        return locale_date(out, from, style);
    bool same_year = from->year == until->year, same_month = same_year && from->month == until->month;
    bool one = same_month && (from->day == until->day || style == LOCALE_MONTH);
    const char *marked = one ? pattern->whole : same_month ? pattern->same_month : same_year ? pattern->same_year : pattern->apart;
    add_pattern(&text, text_marked(marked), from, until);
    return locale_text_end(&text);
}

/* Days since 1970-01-01 (Howard Hinnant's days_from_civil, for years from 1). */
static long days_of(const struct locale_time *time)
{
    long year = time->month <= 2 ? time->year - 1 : time->year, era = year / 400, of_era = year % 400;
    long of_year = (153 * (time->month + (time->month > 2 ? -3 : 9)) + 2) / 5 + time->day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* A literal format at each call, so that the compiler checks its argument. */
#define COUNTED(one, many, n) counted(out, snprintf(out, LOCALE_TEXT, ngettext_(one, many, n), (long long)(n)))

static struct str counted(char out[LOCALE_TEXT], int length)
{
    size_t n = length < 0 ? 0 : (size_t)length;
    return (struct str){out, n < LOCALE_TEXT ? n : LOCALE_TEXT - 1};
}

struct str locale_day_relative(char out[LOCALE_TEXT], const struct locale_time *day, const struct locale_time *today)
{
    enum { WEEK = 7 };
    if (!is_date(day) || !is_date(today))
        return locale_date(out, day, LOCALE_LONG);
    long ahead = days_of(day) - days_of(today);
    if (ahead == 0)
        return str_of(_("today"));
    if (ahead == 1)
        return str_of(_("tomorrow"));
    if (ahead == -1)
        return str_of(_("yesterday"));
    if (ahead > 0 && ahead < WEEK)
        return COUNTED("in %lld day", "in %lld days", ahead);
    if (ahead < 0 && ahead > -WEEK)
        return COUNTED("%lld day ago", "%lld days ago", -ahead);
    return locale_date(out, day, day->year == today->year ? LOCALE_WEEKDAY : LOCALE_FULL);
}

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, LONG_AGO = 30 * DAY };

static struct str ahead(char out[LOCALE_TEXT], int64_t seconds)
{
    if (seconds < HOUR)
        return COUNTED("in %lld minute", "in %lld minutes", seconds / MINUTE);
    if (seconds < DAY)
        return COUNTED("in %lld hour", "in %lld hours", seconds / HOUR);
    return COUNTED("in %lld day", "in %lld days", seconds / DAY);
}

static struct str ago(char out[LOCALE_TEXT], int64_t seconds)
{
    if (seconds < HOUR)
        return COUNTED("%lld minute ago", "%lld minutes ago", seconds / MINUTE);
    if (seconds < DAY)
        return COUNTED("%lld hour ago", "%lld hours ago", seconds / HOUR);
    return COUNTED("%lld day ago", "%lld days ago", seconds / DAY);
}

struct str locale_relative(char out[LOCALE_TEXT], struct timestamp at, struct timestamp now)
{
    int64_t seconds = now.us / 1000000 - at.us / 1000000;
    struct locale_time day = locale_utc(at);
    if (seconds >= LONG_AGO || seconds <= -LONG_AGO)
        return locale_date(out, &day, LOCALE_LONG);
    if (seconds > -MINUTE && seconds < MINUTE)
        return str_of(_("just now"));
    return seconds < 0 ? ahead(out, -seconds) : ago(out, seconds);
}
