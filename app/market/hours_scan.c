#include "market/hours_scan.h"

#include <string.h>

static bool letter(char c)
{
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_space(struct hours_scan *s)
{
    static const char no_break[] = "\xc2\xa0";
    for (;;) {
        if (s->at < s->text.n && memchr(" \t\r\n", s->text.p[s->at], 4))
            s->at++;
        else if (s->at + 2 <= s->text.n && !memcmp(s->text.p + s->at, no_break, 2))
            s->at += 2;
        else
            return;
    }
}

char hours_scan_peek(struct hours_scan *s)
{
    skip_space(s);
    return s->at < s->text.n ? s->text.p[s->at] : '\0';
}

bool hours_scan_end(struct hours_scan *s)
{
    skip_space(s);
    return s->at == s->text.n;
}

bool hours_scan_char(struct hours_scan *s, char c)
{
    if (hours_scan_peek(s) != c || s->at == s->text.n)
        return false;
    s->at++;
    return true;
}

bool hours_scan_text(struct hours_scan *s, const char *word)
{
    size_t n = strlen(word);
    skip_space(s);
    if (s->text.n - s->at < n || !str_equal_ignoring_case(str_slice(s->text, s->at, s->at + n), str_of(word)))
        return false;
    if (letter(word[n - 1]) && s->at + n < s->text.n && letter(s->text.p[s->at + n]))
        return false;
    s->at += n;
    return true;
}

bool hours_scan_number(struct hours_scan *s, size_t digits_most, int *out)
{
    int64_t value;
    skip_space(s);
    size_t n = 0;
    while (s->at + n < s->text.n && digit(s->text.p[s->at + n]))
        n++;
    if (n == 0 || n > digits_most || !str_to_int64(str_slice(s->text, s->at, s->at + n), &value))
        return false;
    s->at += n;
    *out = (int)value;
    return true;
}

bool hours_scan_digit_follows(struct hours_scan *s)
{
    return digit(hours_scan_peek(s));
}

/* The name's index among COUNT, said whole or by its first letters, at least LEAST of them; a point may end what is short. */
static bool scan_name(struct hours_scan *s, const char *const names[], int count, size_t least, int *out)
{
    skip_space(s);
    size_t n = 0;
    while (s->at + n < s->text.n && letter(s->text.p[s->at + n]))
        n++;
    struct str word = str_slice(s->text, s->at, s->at + n);
    for (int i = 0; i < count && n >= least; i++) {
        struct str name = str_of(names[i]);
        if (n > name.n || (n > least + 1 && n < name.n) || !str_equal_ignoring_case(word, str_slice(name, 0, n)))
            continue;
        s->at += n;
        if (n < name.n && s->at < s->text.n && s->text.p[s->at] == '.')
            s->at++;
        *out = i;
        return true;
    }
    return false;
}

bool hours_scan_month(struct hours_scan *s, int *month)
{
    static const char *const names[] = {"january", "february", "march", "april", "may", "june",
                                        "july", "august", "september", "october", "november", "december"};
    if (!scan_name(s, names, 12, 3, month))
        return false;
    ++*month;
    return true;
}

bool hours_scan_weekday(struct hours_scan *s, int *weekday)
{
    static const char *const names[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    return scan_name(s, names, 7, 2, weekday);
}

bool hours_scan_dash(struct hours_scan *s)
{
    return hours_scan_char(s, '-') || hours_scan_text(s, "\xe2\x80\x93") || hours_scan_text(s, "\xe2\x80\x94");
}

bool hours_scan_refuse(struct hours_scan *s, const char *message)
{
    skip_space(s);
    size_t n = 0;
    while (s->at + n < s->text.n && !memchr(" ,;|-", s->text.p[s->at + n], 5))
        n++;
    *s->fault = (struct hours_fault){s->at, n ? n : s->at < s->text.n, message};
    return false;
}
