#include "core/str.h"

#include <locale.h>
#include <math.h>
#include <strings.h>

struct str str_of(const char *c_string)
{
    return c_string ? (struct str){c_string, strlen(c_string)} : STR_NULL;
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_equal_ignoring_case(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

bool str_starts_with(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq((struct str){s.p, prefix.n}, prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    while (s.n && is_space(*s.p))
        s.p++, s.n--;
    return s;
}

struct str str_slice(struct str s, size_t from, size_t until)
{
    if (!s.p)
        return s;
    if (until > s.n)
        until = s.n;
    if (from > until)
        from = until;
    return (struct str){s.p + from, until - from};
}

bool str_cut(struct str s, char separator, struct str *head, struct str *tail)
{
    const char *at = s.n ? memchr(s.p, separator, s.n) : NULL;
    size_t cut = at ? (size_t)(at - s.p) : s.n;
    *head = str_slice(s, 0, cut);
    *tail = at ? str_slice(s, cut + 1, s.n) : STR("");
    return at != NULL;
}

ptrdiff_t str_find(struct str s, struct str needle)
{
    if (!needle.n)
        return 0;
    const char *at = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return at ? at - s.p : -1;
}

bool str_to_int64(struct str s, int64_t *out)
{
    bool negative = s.n && *s.p == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.n)
        return false;
    int64_t value = 0;
    for (; i < s.n; i++) { /* on the negative side, which reaches one further */
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, s.p[i] - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

static size_t digits(struct str s, size_t at)
{
    size_t from = at;
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
        at++;
    return at - from;
}

/* -?INT[.DIGITS][(e|E)[+-]DIGITS], INT without a leading zero. */
bool str_is_number(struct str s)
{
    size_t at = s.n && *s.p == '-' ? 1 : 0;
    size_t whole = digits(s, at);
    if (!whole || (whole > 1 && s.p[at] == '0'))
        return false;
    at += whole;
    if (at < s.n && s.p[at] == '.') {
        size_t fraction = digits(s, at + 1);
        if (!fraction)
            return false;
        at += 1 + fraction;
    }
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        size_t exponent = digits(s, at);
        if (!exponent)
            return false;
        at += exponent;
    }
    return at == s.n;
}

/* The "C" locale: a decimal point is a point. Kept for the life of the process. */
static locale_t c_locale(void)
{
    static locale_t locale;
    if (!locale)
        locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return locale;
}

bool str_to_double(struct str s, double *out)
{
    char text[512]; /* longer numbers are nobody's, and strtod wants a terminator */
    if (s.n >= sizeof text || !str_is_number(s))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    double value = strtod_l(text, NULL, c_locale());
    if (!isfinite(value))
        return false;
    *out = value;
    return true;
}

struct str str_from_double(double value, char out[STR_DOUBLE])
{
    locale_t before = uselocale(c_locale());
    int n = 0;
    for (int precision = 15; precision <= 17; precision++) {
        n = snprintf(out, STR_DOUBLE, "%.*g", precision, value);
        double again = strtod(out, NULL);
        if (memcmp(&again, &value, sizeof value) == 0)
            break;
    }
    uselocale(before);
    return (struct str){out, (size_t)n};
}
