#include "market/kind_words.h"
#include "market/times.h"
#include "market/date_words.h"
#include "market/date_words_token.h"

struct parts {
    int64_t year, month, day, hour, minute;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool take_number(struct str *text, size_t most, int64_t *value)
{
    size_t n = 0;
    while (n < most && n < text->n && is_digit(text->p[n]))
        n++;
    bool ok = str_to_int64(str_slice(*text, 0, n), value);
    *text = str_slice(*text, n, text->n);
    return ok;
}

static struct str take_letters(struct str *text)
{
    size_t n = 0;
    while (n < text->n && is_letter(text->p[n]))
        n++;
    struct str word = str_slice(*text, 0, n);
    *text = str_slice(*text, n, text->n);
    if (text->n && text->p[0] == '.' && n) /* "lør.", "sept." */
        *text = str_slice(*text, 1, text->n);
    return word;
}

static bool take_field(struct str *text, char letter, struct parts *parts)
{
    switch (letter) {
    case 'd': return take_number(text, 2, &parts->day);
    case 'm': return take_number(text, 2, &parts->month);
    case 'H': return take_number(text, 2, &parts->hour);
    case 'M': return take_number(text, 2, &parts->minute);
    case 'Y': return take_number(text, 4, &parts->year);
    case 'y':
        if (!take_number(text, 2, &parts->year))
            return false;
        parts->year += 2000;
        return true;
    case 'B': parts->month = date_token_month(take_letters(text)); return parts->month > 0;
    case 'A': return take_letters(text).n > 0;
    case '%': {
        bool ok = text->n && text->p[0] == '%';
        *text = str_slice(*text, 1, text->n);
        return ok;
    }
    default: return false;
    }
}

static void skip_space(struct str *text)
{
    while (text->n && strchr(" \t\r\n", text->p[0]))
        *text = str_slice(*text, 1, text->n);
    while (str_starts_with(*text, STR("\xC2\xA0")))
        *text = str_slice(*text, 2, text->n);
}

/* What the format's "2" belongs to goes to the end. */
static bool match(struct str text, struct str format, struct parts *start, struct parts *end)
{
    for (size_t at = 0; at < format.n; at++) {
        char c = format.p[at];
        if (c == ' ') {
            skip_space(&text);
        } else if (c != '%') {
            if (!text.n || text.p[0] != c)
                return false;
            text = str_slice(text, 1, text.n);
        } else {
            char letter = at + 1 < format.n ? format.p[at + 1] : '\0';
            bool second = at + 2 < format.n && format.p[at + 2] == '2';
            if (!take_field(&text, letter, second ? end : start))
                return false;
            at += second ? 2 : 1;
        }
    }
    skip_space(&text);
    return !text.n;
}

static bool moment(const struct parts *parts, struct wall today, struct found_time *time)
{
    bool timed = parts->hour >= 0;
    int64_t minute = parts->minute < 0 ? 0 : parts->minute;
    if (parts->hour > 24 || minute > 59)
        return false;
    int64_t year = parts->year >= 0 ? parts->year : wall_parts(today).year;
    struct wall wall;
    bool ok = times_day(year, parts->month, parts->day, &wall);
    if (parts->year < 0 && (!ok || wall_day(wall) < wall_day(today) - 7))
        ok = times_day(year + 1, parts->month, parts->day, &wall);
    *time = (struct found_time){.form = timed ? FOUND_WALL : FOUND_DAY, .wall = {wall.s + (timed ? parts->hour * 3600 + minute * 60 : 0)}};
    return ok;
}

bool date_words_read_format(struct arena *arena, struct str text, struct str format, struct wall today, struct date_words *out)
{
    struct parts start = {-1, -1, -1, -1, -1}, end = start;
    *out = (struct date_words){0};
    struct date_words_date *date = ARENA_NEW(arena, struct date_words_date);
    /* Letters of the format are small as those of the text; those behind % are not. */
    char *small = arena_alloc(arena, format.n + 1);
    for (size_t i = 0; i < format.n; i++)
        small[i] = i > 0 && format.p[i - 1] == '%' ? format.p[i] : fold_words(arena, str_slice(format, i, i + 1)).p[0];
    if (!match(str_trim(fold_words(arena, text)), (struct str){small, format.n}, &start, &end) || !moment(&start, today, &date->starts))
        return false;
    bool ends = end.day >= 0 || end.month >= 0 || end.hour >= 0 || end.year >= 0;
    struct parts until = {end.year >= 0 ? end.year : start.year, end.month >= 0 ? end.month : start.month, end.day >= 0 ? end.day : start.day, end.hour, end.minute};
    if (ends && !moment(&until, today, &date->ends))
        return false;
    if (!ends && date->starts.form == FOUND_DAY)
        date->ends = date->starts;
    if (date->ends.form == FOUND_DAY)
        times_next_day(&date->ends);
    else if (date->ends.form == FOUND_WALL && date->ends.wall.s <= date->starts.wall.s)
        date->ends.wall.s += WALL_DAY;
    *out = (struct date_words){date, 1};
    return true;
}
