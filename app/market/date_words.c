#include "market/date_words.h"

#include "market/times.h"
#include "market/date_words_token.h"

enum { NO_YEAR = 0, LIST_DAYS = 40 };

struct found_day {
    int year, month, day;
    int64_t from, until; /* seconds of the day; -1: not told */
};

struct reading {
    const struct date_token *tokens;
    size_t at;
    struct wall today;
    struct found_day days[DATE_WORDS_DATES];
    size_t count, timed;      /* days before `timed` have their hours, if any */
    int64_t from, until;      /* hours that stood before all days */
    unsigned clocks;          /* how many times of day were told */
};

static const struct date_token *token(const struct reading *reading, size_t ahead)
{
    size_t at = reading->at;
    for (size_t i = 0; i < ahead && reading->tokens[at].kind != TOKEN_END; i++)
        at++;
    return &reading->tokens[at];
}

static bool is_sign(const struct date_token *it, char c)
{
    return it->kind == TOKEN_SIGN && it->value == c;
}

static bool is_day_number(const struct date_token *it)
{
    return it->kind == TOKEN_NUMBER && it->digits <= 2 && it->value >= 1 && it->value <= 31;
}

static bool add_day(struct reading *reading, int year, int month, int day)
{
    if (reading->count == DATE_WORDS_DATES)
        return false;
    reading->days[reading->count++] = (struct found_day){year, month, day, -1, -1};
    return true;
}

static int year_of(const struct date_token *it)
{
    return it->kind == TOKEN_NUMBER && it->digits == 4 ? it->value : NO_YEAR;
}

/* "2026", ", 2026", "-2026", "/26", ".2026" behind a month; 0 and nothing taken where there is none. */
static int take_year(struct reading *reading)
{
    const struct date_token *next = token(reading, 0), *second = token(reading, 1);
    bool joint = is_sign(next, '.') || is_sign(next, '/') || next->kind == TOKEN_TO || next->value == ',';
    if (year_of(next)) {
        reading->at++;
        return year_of(next);
    }
    if (joint && year_of(second)) {
        reading->at += 2;
        return year_of(second);
    }
    bool short_year = (is_sign(next, '.') || is_sign(next, '/') || (next->kind == TOKEN_TO && !next->spaced)) && second->kind == TOKEN_NUMBER &&
                      second->digits == 2 && !second->spaced && second->value >= 20 && !is_sign(token(reading, 2), ':') && !is_sign(token(reading, 2), '.');
    if (short_year) {
        reading->at += 2;
        return 2000 + second->value;
    }
    return NO_YEAR;
}

/* "2026-05-03" */
static bool take_iso(struct reading *reading)
{
    const struct date_token *year = token(reading, 0), *month = token(reading, 2), *day = token(reading, 4);
    if (!year_of(year) || token(reading, 1)->value != '-' || month->kind != TOKEN_NUMBER || token(reading, 3)->value != '-' || !is_day_number(day))
        return false;
    reading->at += 5;
    return add_day(reading, year->value, month->value, day->value);
}

/* Days that share a month: "3", "3.-4", "3., 4. og 5", "søndag 3. og lørdag 9". */
struct day_list {
    int days[LIST_DAYS];
    size_t count;
};

static bool add_range(struct day_list *list, int from, int until)
{
    if (until <= from || until - from > DATE_WORDS_DAYS)
        return false;
    for (int day = from + 1; day <= until; day++) {
        if (list->count == LIST_DAYS)
            return false;
        list->days[list->count++] = day;
    }
    return true;
}

/* "maj", "5", "05" behind the last day. Its stop or slash is taken. */
static int take_month(struct reading *reading, bool dotted)
{
    const struct date_token *next = token(reading, 0);
    size_t skip = 0;
    if (is_sign(next, '/') && !dotted) {
        next = token(reading, 1);
        skip = 1;
    } else if (!dotted && next->kind == TOKEN_NUMBER) {
        return 0;
    }
    if (next->kind == TOKEN_MONTH) {
        reading->at += skip + 1;
        if (is_sign(token(reading, 0), '.'))
            reading->at++;
        return next->value;
    }
    bool number = next->kind == TOKEN_NUMBER && next->digits <= 2 && next->value >= 1 && next->value <= 12 && (!next->spaced || is_sign(&next[1], '.'));
    if (!number || (!dotted && !skip))
        return 0;
    reading->at += skip + 1;
    return next->value;
}

static void skip_weekdays(struct reading *reading)
{
    while (token(reading, 0)->kind == TOKEN_WEEKDAY) {
        reading->at++;
        if (is_sign(token(reading, 0), '.') || token(reading, 0)->value == ',')
            reading->at++;
    }
}

/* The number of a day with its stop or "th"; weekdays before it are skipped, as is "d." and "den". */
static bool take_day_number(struct reading *reading, int *day, bool *dotted)
{
    skip_weekdays(reading);
    const struct date_token *it = token(reading, 0);
    if (!is_day_number(it))
        return false;
    *day = it->value;
    reading->at++;
    *dotted = is_sign(token(reading, 0), '.');
    if (*dotted || (token(reading, 0)->kind == TOKEN_ORDINAL && !token(reading, 0)->spaced))
        reading->at++;
    return true;
}

/* Days and their month, which may be a number. Nothing is taken where it is no such list. */
static bool take_days(struct reading *reading)
{
    struct day_list list = {.count = 0};
    size_t before = reading->at;
    int day, month = 0;
    bool dotted, first = true, range = false, ok = true, dots[LIST_DAYS] = {false};
    size_t elements = 0;
    while (ok && take_day_number(reading, &day, &dotted)) {
        if (range)
            ok = add_range(&list, list.days[list.count - 1], day);
        else if ((ok = list.count < LIST_DAYS && (first || day > list.days[list.count - 1])))
            list.days[list.count++] = day;
        if (!ok)
            break;
        elements += !range;
        dots[elements - 1] = dotted; /* of the element's last day */
        first = false;
        month = take_month(reading, dotted);
        if (month)
            break;
        const struct date_token *joint = token(reading, 0);
        range = joint->kind == TOKEN_TO;
        ok = range || joint->kind == TOKEN_AND;
        reading->at++;
        if (joint->kind == TOKEN_AND && token(reading, 0)->kind == TOKEN_AND)
            reading->at++;
    }
    for (size_t i = 0; i + 1 < elements; i++) /* "10-16 og 4. maj" are hours and a day */
        ok &= dots[i] == dots[elements - 1];
    if (!ok || !month) {
        reading->at = before;
        return false;
    }
    int year = take_year(reading);
    for (size_t i = 0; i < list.count; i++)
        if (!add_day(reading, year, month, list.days[i]))
            return false;
    return true;
}

/* "May 3", "May 3rd-4th, 2026" */
static bool take_month_first(struct reading *reading)
{
    size_t before = reading->at;
    int month = token(reading, 0)->value, day, last;
    bool dotted;
    if (token(reading, 0)->kind != TOKEN_MONTH)
        return false;
    reading->at++;
    if (!take_day_number(reading, &day, &dotted) || is_sign(token(reading, 0), ':')) {
        reading->at = before;
        return false;
    }
    struct day_list list = {.days = {day}, .count = 1};
    size_t range_at = reading->at;
    if (token(reading, 0)->kind == TOKEN_TO) {
        reading->at++;
        if (!take_day_number(reading, &last, &dotted) || is_sign(token(reading, 0), ':') || !add_range(&list, day, last))
            reading->at = range_at;
    }
    int year = take_year(reading);
    for (size_t i = 0; i < list.count; i++)
        if (!add_day(reading, year, month, list.days[i]))
            return false;
    return true;
}

/* "10", "10:30", "10.30", "4 pm"; *sure: it can be nothing else than a time. */
static bool take_clock(struct reading *reading, int64_t *seconds, bool *sure)
{
    const struct date_token *hour = token(reading, 0), *sign = token(reading, 1), *minute = token(reading, 2);
    int64_t value = 0;
    if (hour->kind != TOKEN_NUMBER || hour->digits > 2 || hour->value > 24)
        return false;
    reading->at++;
    if ((is_sign(sign, ':') || is_sign(sign, '.')) && minute->kind == TOKEN_NUMBER && minute->digits == 2 && !minute->spaced) {
        if (minute->value > 59)
            return false;
        value = minute->value * 60;
        *sure |= is_sign(sign, ':');
        reading->at += 2;
    }
    const struct date_token *half = token(reading, 0);
    int hours = hour->value;
    if (half->kind == TOKEN_AM || half->kind == TOKEN_PM) {
        if (hours < 1 || hours > 12)
            return false;
        hours = hours % 12 + (half->kind == TOKEN_PM ? 12 : 0);
        *sure = true;
        reading->at++;
    }
    if (token(reading, 0)->kind == TOKEN_HOURS) {
        *sure = true;
        reading->at++;
    }
    *seconds = value + hours * 3600;
    return *seconds <= WALL_DAY;
}

static void set_hours(struct reading *reading, int64_t from, int64_t until)
{
    reading->clocks++;
    if (reading->count == 0) {
        reading->from = from;
        reading->until = until;
    }
    for (; reading->timed < reading->count; reading->timed++) {
        reading->days[reading->timed].from = from;
        reading->days[reading->timed].until = until;
    }
}

/* "kl. 10-16", "10am to 4pm", "9.30 - 15.30", "ab 8 Uhr" */
static bool take_hours(struct reading *reading, bool sure)
{
    size_t before = reading->at;
    int64_t from, until = -1;
    if (!take_clock(reading, &from, &sure)) {
        reading->at = before;
        return false;
    }
    size_t single = reading->at;
    bool half_later = false;
    if (token(reading, 0)->kind == TOKEN_TO) {
        reading->at++;
        if (token(reading, 0)->kind == TOKEN_CLOCK) {
            reading->at++;
            if (is_sign(token(reading, 0), '.'))
                reading->at++;
        }
        bool end_sure = false;
        if (take_clock(reading, &until, &end_sure)) {
            enum date_token_kind own = reading->tokens[single - 1].kind;
            half_later = reading->tokens[reading->at - 1].kind == TOKEN_PM && own != TOKEN_AM && own != TOKEN_PM;
            sure = true;
        } else {
            until = -1;
            reading->at = single;
        }
    }
    if (!sure) {
        reading->at = before;
        return false;
    }
    if (half_later && from < 8 * 3600) /* "1-4 pm" */
        from += 12 * 3600;
    if (until >= 0 && until <= from)
        until += WALL_DAY;
    set_hours(reading, from, until);
    return true;
}

/* "1. maj - 3. maj": the days between two that were read one after the other. */
static bool fill_range(struct reading *reading, size_t first)
{
    enum { SOME_YEAR = 2000 };
    struct wall start, end;
    if (first == 0 || reading->count != first + 1)
        return false;
    struct found_day *from = &reading->days[first - 1], until = reading->days[first];
    bool known = until.year != NO_YEAR;
    int last_year = known ? until.year : SOME_YEAR, first_year = from->year ? from->year : last_year - (from->month > until.month);
    if (!times_day(first_year, from->month, from->day, &start) || !times_day(last_year, until.month, until.day, &end))
        return false;
    int64_t days = wall_day(end) - wall_day(start);
    if (days < 1 || days > DATE_WORDS_DAYS)
        return false;
    if (known)
        from->year = first_year;
    reading->count = first;
    for (int64_t i = 1; i <= days; i++) {
        struct wall_parts parts = wall_parts((struct wall){start.s + i * WALL_DAY});
        if (!add_day(reading, known ? parts.year : NO_YEAR, parts.month, parts.day))
            return false;
    }
    return true;
}

static bool take_one(struct reading *reading)
{
    size_t first = reading->count;
    bool after_to = reading->at > 0 && reading->tokens[reading->at - 1].kind == TOKEN_TO && first > 0 && reading->timed < first;
    bool after_clock = reading->at > 0 && (reading->tokens[reading->at - 1].kind == TOKEN_CLOCK ||
                                           (reading->at > 1 && is_sign(&reading->tokens[reading->at - 1], '.') && reading->tokens[reading->at - 2].kind == TOKEN_CLOCK));
    switch (token(reading, 0)->kind) {
    case TOKEN_REPEAT: return false;
    case TOKEN_NUMBER:
        if (take_iso(reading))
            return !after_to || fill_range(reading, first);
        if (after_clock && !token(reading, 0)->digits)
            return false;
        if (take_days(reading))
            return !after_to || fill_range(reading, first);
        return take_hours(reading, after_clock);
    case TOKEN_MONTH:
        if (take_month_first(reading))
            return !after_to || fill_range(reading, first);
        return false;
    case TOKEN_WEEKDAY:
        if (take_days(reading))
            return !after_to || fill_range(reading, first);
        reading->at++;
        return true;
    case TOKEN_CLOCK:
    case TOKEN_HOURS:
    case TOKEN_AM:
    case TOKEN_PM:
    case TOKEN_TO:
    case TOKEN_AND:
    case TOKEN_ORDINAL:
    case TOKEN_SIGN:
    case TOKEN_OTHER:
    case TOKEN_END: break;
    }
    reading->at++;
    return true;
}

/* A year that stands once, at the end, is that of all days before it. */
static void spread_year(struct reading *reading)
{
    int year = NO_YEAR;
    for (size_t i = reading->count; i-- > 0;) {
        if (reading->days[i].year)
            year = reading->days[i].year;
        else
            reading->days[i].year = year;
    }
}

static bool day_of(const struct reading *reading, const struct found_day *day, struct wall *wall)
{
    if (day->year)
        return times_day(day->year, day->month, day->day, wall);
    int this_year = wall_parts(reading->today).year;
    for (int year = this_year; year < this_year + 2; year++)
        if (times_day(year, day->month, day->day, wall) && wall_day(*wall) >= wall_day(reading->today) - 7)
            return true;
    return false;
}

static struct date_words_date date_of(struct wall day, int64_t from, int64_t until)
{
    struct date_words_date date = {.starts = {.form = FOUND_DAY, .wall = day}, .ends = {.form = FOUND_DAY, .wall = {day.s + WALL_DAY}}};
    if (from < 0)
        return date;
    date.starts = (struct found_time){.form = FOUND_WALL, .wall = {day.s + from}};
    date.ends = (struct found_time){.form = until < 0 ? FOUND_TIME_ABSENT : FOUND_WALL, .wall = {until < 0 ? 0 : day.s + until}};
    return date;
}

/* A day that is told twice, once with its hours, is one date. */
static bool is_told(struct date_words_date *items, size_t count, struct date_words_date date)
{
    for (size_t i = 0; i < count; i++) {
        if (wall_day(items[i].starts.wall) != wall_day(date.starts.wall))
            continue;
        if (items[i].starts.form == FOUND_DAY)
            items[i] = date;
        if (date.starts.form == FOUND_DAY || items[i].starts.wall.s == date.starts.wall.s)
            return true;
    }
    return false;
}

bool date_words_read(struct arena *arena, struct str text, struct wall today, struct date_words *out)
{
    struct date_token *tokens;
    struct reading state = {.today = today, .from = -1, .until = -1}, *reading = &state;
    *out = (struct date_words){0};
    if (!date_tokens(arena, text, &tokens))
        return false;
    reading->tokens = tokens;
    while (token(reading, 0)->kind != TOKEN_END)
        if (!take_one(reading))
            return false;
    spread_year(reading);
    struct date_words_date *items = arena_array(arena, reading->count + 1, sizeof *items);
    for (size_t i = 0; i < reading->count; i++) {
        struct found_day *day = &reading->days[i];
        struct wall wall;
        if (day->from < 0 && (reading->from >= 0 || reading->clocks == 1)) {
            day->from = reading->from >= 0 ? reading->from : reading->days[0].from;
            day->until = reading->from >= 0 ? reading->until : reading->days[0].until;
        }
        if (!day_of(reading, day, &wall))
            return false;
        struct date_words_date date = date_of(wall, day->from, day->until);
        if (!is_told(items, out->count, date))
            items[out->count++] = date;
    }
    out->items = items;
    return out->count > 0;
}
