#include "core/timestamp.h"

enum { SECOND_US = 1000000 };

static int64_t clock_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

struct timestamp timestamp_now(void)
{
    return (struct timestamp){clock_us(CLOCK_REALTIME)};
}

int64_t monotonic_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

/* Broken down in UTC, clamped to the years 0000 to 9999 that RFC 3339 can say (PostgreSQL's infinities end there).
 * *us is what is left over a second. */
static struct tm utc(struct timestamp t, int *us)
{
    const int64_t least = INT64_C(-62167219200), most = INT64_C(253402300799);
    int64_t seconds = t.us / SECOND_US, rest = t.us % SECOND_US;
    if (rest < 0)
        seconds--, rest += SECOND_US;
    if (seconds < least)
        seconds = least, rest = 0;
    if (seconds > most)
        seconds = most, rest = SECOND_US - 1;
    *us = (int)rest;
    struct tm tm;
    gmtime_r(&(time_t){seconds}, &tm);
    return tm;
}

/* VALUE, which is not negative, as COUNT digits with what follows them. Every line logged and every row listed says a time. */
static char *put_digits(char *out, int value, size_t count, char then)
{
    for (size_t i = count; i > 0; i--, value /= 10)
        out[i - 1] = (char)('0' + value % 10);
    out[count] = then;
    return out + count + 1;
}

struct str timestamp_rfc3339(struct timestamp t, char out[TIMESTAMP_TEXT])
{
    int us;
    struct tm tm = utc(t, &us);
    char *at = put_digits(out, tm.tm_year + 1900, 4, '-');
    at = put_digits(at, tm.tm_mon + 1, 2, '-');
    at = put_digits(at, tm.tm_mday, 2, 'T');
    at = put_digits(at, tm.tm_hour, 2, ':');
    at = put_digits(at, tm.tm_min, 2, ':');
    at = put_digits(at, tm.tm_sec, 2, '.');
    at = put_digits(at, us / 1000, 3, 'Z');
    *at = '\0';
    return (struct str){out, (size_t)(at - out)};
}

struct str timestamp_http(struct timestamp t, char out[TIMESTAMP_TEXT])
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int us;
    struct tm tm = utc(t, &us);
    int n = snprintf(out, TIMESTAMP_TEXT, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday], tm.tm_mday,
                     months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
    return (struct str){out, (size_t)n};
}

/* COUNT digits off the front of *s. */
static bool take_digits(struct str *s, size_t count, int *out)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (i >= s->n || s->p[i] < '0' || s->p[i] > '9')
            return false;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = str_slice(*s, count, s->n);
    *out = value;
    return true;
}

static bool take_one_of(struct str *s, const char *set, char *out)
{
    if (!s->n || *s->p == '\0' || !strchr(set, *s->p))
        return false;
    *out = *s->p;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool take_date(struct str *s, struct tm *tm)
{
    char dash;
    if (!take_digits(s, 4, &tm->tm_year) || !take_one_of(s, "-", &dash) || !take_digits(s, 2, &tm->tm_mon) ||
        !take_one_of(s, "-", &dash) || !take_digits(s, 2, &tm->tm_mday))
        return false;
    if (tm->tm_mon < 1 || tm->tm_mon > 12 || tm->tm_mday < 1 || tm->tm_mday > days_in(tm->tm_year, tm->tm_mon))
        return false;
    tm->tm_year -= 1900;
    tm->tm_mon -= 1;
    return true;
}

static bool take_time(struct str *s, struct tm *tm)
{
    char colon;
    if (!take_digits(s, 2, &tm->tm_hour) || !take_one_of(s, ":", &colon) || !take_digits(s, 2, &tm->tm_min) ||
        !take_one_of(s, ":", &colon) || !take_digits(s, 2, &tm->tm_sec))
        return false;
    /* 60 is a leap second, the last of its minute; it counts as the first of the next. */
    return tm->tm_hour <= 23 && tm->tm_min <= 59 && tm->tm_sec <= (tm->tm_min == 59 ? 60 : 59);
}

/* ".DIGITS", if there: digits past microseconds are cut. */
static bool take_fraction(struct str *s, int *us)
{
    char point;
    *us = 0;
    if (!take_one_of(s, ".", &point))
        return true;
    int digit, unit = SECOND_US / 10, count = 0;
    for (; take_digits(s, 1, &digit); unit /= 10, count++)
        *us += digit * unit;
    return count > 0;
}

/* Z or +HH:MM, in seconds east. */
static bool take_zone(struct str *s, int *east)
{
    char sign, colon;
    int hours = 0, minutes = 0;
    if (!take_one_of(s, "Zz+-", &sign))
        return false;
    if (sign == '+' || sign == '-')
        if (!take_digits(s, 2, &hours) || !take_one_of(s, ":", &colon) || !take_digits(s, 2, &minutes) || hours > 23 ||
            minutes > 59)
            return false;
    *east = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
    return true;
}

bool timestamp_parse_rfc3339(struct str s, struct timestamp *out)
{
    struct tm tm = {0};
    int us, east;
    char t;
    if (!take_date(&s, &tm) || !take_one_of(&s, "Tt", &t) || !take_time(&s, &tm) || !take_fraction(&s, &us) ||
        !take_zone(&s, &east) || s.n)
        return false;
    out->us = ((int64_t)timegm(&tm) - east) * SECOND_US + us;
    return true;
}
