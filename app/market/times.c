#include "market/times.h"

#include "market/found_field.h"
#include "market/read.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes LEAST to MOST digits from the head of *TEXT. */
static bool take_number(struct str *text, size_t least, size_t most, int64_t *value)
{
    size_t n = 0;
    while (n < text->n && n < most && is_digit(text->p[n]))
        n++;
    if (n < least || !str_to_int64(str_slice(*text, 0, n), value))
        return false;
    *text = str_slice(*text, n, text->n);
    return true;
}

static bool take(struct str *text, char c)
{
    if (!text->n || text->p[0] != c)
        return false;
    *text = str_slice(*text, 1, text->n);
    return true;
}

bool times_day(int64_t year, int64_t month, int64_t day, struct wall *wall)
{
    if (year < MARKET_YEAR_LEAST || year > MARKET_YEAR_MOST || month < 1 || month > 12 || day < 1 || day > wall_month_days((int)year, (int)month))
        return false;
    *wall = wall_date((int)year, (int)month, (int)day);
    return true;
}

static bool take_ordinal(struct str *text, int64_t year, struct wall *wall)
{
    int64_t day;
    if (!take_number(text, 3, 3, &day) || day < 1 || day > (wall_leap((int)year) ? 366 : 365) || !times_day(year, 1, 1, wall))
        return false;
    wall->s += (day - 1) * WALL_DAY;
    return true;
}

static size_t digits_ahead(struct str text)
{
    size_t n = 0;
    while (n < text.n && is_digit(text.p[n]))
        n++;
    return n;
}

static bool take_day(struct str *text, struct wall *wall)
{
    int64_t year, month, day;
    if (!take_number(text, 4, 4, &year) || year < MARKET_YEAR_LEAST || year > MARKET_YEAR_MOST)
        return false;
    if (take(text, '-')) {
        if (digits_ahead(*text) == 3)
            return take_ordinal(text, year, wall);
        if (!take_number(text, 1, 2, &month) || !take(text, '-'))
            return false;
        return take_number(text, 1, 2, &day) && times_day(year, month, day, wall);
    }
    return take_number(text, 2, 2, &month) && take_number(text, 2, 2, &day) && times_day(year, month, day, wall);
}

/* "pm", "p.m.", " P.M": 12 hours on. False where it makes no hour. */
static bool take_half_day(struct str *text, int64_t *hour)
{
    char buffer[8];
    size_t n = 0;
    for (size_t i = 0; i < text->n && n < sizeof buffer; i++)
        if (text->p[i] != '.' && text->p[i] != ' ')
            buffer[n++] = ascii_lower(text->p[i]);
    struct str letters = {buffer, n};
    bool after_noon = str_eq(letters, STR("pm"));
    if (!after_noon && !str_eq(letters, STR("am")))
        return true;
    *text = str_slice(*text, text->n, text->n);
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (after_noon ? 12 : 0);
    return true;
}

/* Hours, minutes and seconds with or without their colons; whatever follows stays. */
static bool take_clock(struct str *text, int64_t *seconds)
{
    int64_t hour, minute = 0, second = 0, fraction;
    bool compact = digits_ahead(*text) == 4 || digits_ahead(*text) == 6;
    if (!take_number(text, 1, 2, &hour))
        return false;
    if (compact) {
        if (!take_number(text, 2, 2, &minute) || (digits_ahead(*text) && !take_number(text, 2, 2, &second)))
            return false;
    } else if (text->n > 1 && (text->p[0] == ':' || text->p[0] == '.') && is_digit(text->p[1])) {
        *text = str_slice(*text, 1, text->n);
        if (!take_number(text, 2, 2, &minute))
            return false;
        if (take(text, ':') && !take_number(text, 2, 2, &second))
            return false;
    }
    if (text->n > 1 && (text->p[0] == '.' || text->p[0] == ',') && is_digit(text->p[1])) {
        *text = str_slice(*text, 1, text->n);
        while (digits_ahead(*text))
            if (!take_number(text, 1, 9, &fraction))
                return false;
    }
    if (!take_half_day(text, &hour))
        return false;
    *seconds = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
    return minute < 60 && second <= 60 && *seconds <= WALL_DAY;
}

bool times_clock(struct str text, int64_t *seconds)
{
    text = str_trim(text);
    return take_clock(&text, seconds) && !text.n;
}

/* "+02:00", "-08", "+0530", "Z" */
static bool take_offset(struct str *text, bool *is_instant, int *offset)
{
    int64_t hours, minutes = 0;
    *is_instant = false;
    if (take(text, 'Z') || take(text, 'z')) {
        *is_instant = true;
        return true;
    }
    bool west = text->n && text->p[0] == '-';
    if (!west && !(text->n && text->p[0] == '+'))
        return true;
    *text = str_slice(*text, 1, text->n);
    if (!take_number(text, 1, 2, &hours))
        return false;
    bool colon = take(text, ':');
    if ((colon || digits_ahead(*text)) && !take_number(text, 2, 2, &minutes))
        return false;
    if (hours > 14 || minutes > 59)
        return false;
    *is_instant = true;
    *offset = (int)(hours * 60 + minutes) * (west ? -1 : 1);
    return true;
}

/* "[Europe/Berlin]" */
static bool take_zone(struct arena *arena, struct str *text, struct str *zone)
{
    struct market_found holder = {0};
    if (!take(text, '['))
        return true;
    if (!str_ends_with(*text, STR("]")) ||
        found_set(arena, &holder, FOUND_ZONE, str_slice(*text, 0, text->n - 1), STR_NULL) != FOUND_OK || !holder.zone.n)
        return false;
    *zone = holder.zone;
    *text = STR_NULL;
    return true;
}

static bool read_moment(struct arena *arena, struct str text, struct found_time *out)
{
    int64_t seconds;
    bool is_instant;
    while (take(&text, ' '))
        ;
    if (!take_clock(&text, &seconds))
        return false;
    while (take(&text, ' '))
        ;
    if (!take_offset(&text, &is_instant, &out->offset) || !take_zone(arena, &text, &out->zone) || text.n)
        return false;
    out->wall.s += seconds;
    out->form = is_instant ? FOUND_INSTANT : FOUND_WALL;
    if (is_instant)
        out->utc.us = (out->wall.s - (int64_t)out->offset * 60) * 1000000;
    return true;
}

bool times_read(struct arena *arena, struct str text, struct found_time *out)
{
    *out = (struct found_time){0};
    text = str_trim(text);
    bool ok = take_day(&text, &out->wall);
    if (ok && !text.n)
        out->form = FOUND_DAY;
    else
        ok = ok && (take(&text, 'T') || take(&text, 't') || take(&text, ' ')) && read_moment(arena, text, out);
    if (!ok)
        *out = (struct found_time){0};
    return ok;
}

static int64_t unit_minutes(char unit, bool in_time)
{
    switch (unit) {
    case 'W': return in_time ? -1 : 7 * 24 * 60;
    case 'D': return in_time ? -1 : 24 * 60;
    case 'H': return in_time ? 60 : -1;
    case 'M': return in_time ? 1 : -1;
    case 'S': return in_time ? 0 : -1;
    default: return -1;
    }
}

bool times_minutes(struct str text, int64_t *minutes)
{
    int64_t sum = 0, value;
    bool in_time = false, any = false;
    text = str_trim(text);
    (void)take(&text, '+');
    if (!take(&text, 'P'))
        return false;
    while (text.n) {
        if (!in_time && take(&text, 'T')) {
            in_time = true;
            continue;
        }
        if (!take_number(&text, 1, 6, &value) || !text.n)
            return false;
        int64_t unit = unit_minutes(text.p[0], in_time);
        if (unit < 0)
            return false;
        sum += unit * value;
        text = str_slice(text, 1, text.n);
        any = true;
    }
    *minutes = sum;
    return any;
}

void times_next_day(struct found_time *time)
{
    if (time->form == FOUND_DAY)
        time->wall.s += WALL_DAY;
}
