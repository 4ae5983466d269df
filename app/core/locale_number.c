/* Numbers, money, sizes and lengths. */
#include "core/locale.h"

#include <math.h>
#include <stdio.h>

#include "core/locale_text.h"
#include "core/text.h"

enum { DIGITS = 48, DECIMALS_MOST = 6 };

/* Spanish, Polish and others do not group 1234, only 12345. */
static size_t grouped_from(void)
{
    int64_t digits;
    return str_to_int64(str_of(context_("number of digits from which they are grouped", "4")), &digits) && digits > 0 ? (size_t)digits : 4;
}

static void add_grouped(struct locale_text *text, struct str digits)
{
    struct str separator = str_of(context_("group separator", ","));
    bool grouped = digits.n >= grouped_from();
    for (size_t i = 0; i < digits.n; i++) {
        if (grouped && i > 0 && (digits.n - i) % 3 == 0)
            locale_text_add(text, separator);
        locale_text_add(text, str_slice(digits, i, i + 1));
    }
}

/* PLAIN is as C writes it: "-1234.50". */
static void add_number(struct locale_text *text, struct str plain)
{
    struct str whole, decimals;
    if (str_starts_with(plain, STR("-"))) {
        locale_text_add(text, str_of(context_("minus sign", "-")));
        plain = str_slice(plain, 1, plain.n);
    }
    bool has_decimals = str_cut(plain, '.', &whole, &decimals);
    add_grouped(text, whole);
    if (!has_decimals)
        return;
    locale_text_add(text, str_of(context_("decimal separator", ".")));
    locale_text_add(text, decimals);
}

struct str locale_number(char out[LOCALE_TEXT], int64_t number)
{
    char digits[DIGITS];
    struct locale_text text = locale_text_in(out);
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    add_number(&text, str_of(digits));
    return locale_text_end(&text);
}

/* VALUE with DECIMALS as C writes it; "-0" is 0. */
static struct str plain_decimal(char digits[DIGITS], double value, int decimals)
{
    double shift = pow(10, decimals);
    if (fabs(value) < 1e15)
        value = round(value * shift) / shift;
    snprintf(digits, DIGITS, "%.*f", decimals, value == 0 ? 0.0 : value);
    return str_of(digits);
}

struct str locale_decimal(char out[LOCALE_TEXT], double value, int decimals)
{
    char digits[DIGITS];
    struct locale_text text = locale_text_in(out);
    if (!isfinite(value) || fabs(value) >= 1e30 || decimals < 0 || decimals > DECIMALS_MOST)
        return STR("");
    add_number(&text, plain_decimal(digits, value, decimals));
    return locale_text_end(&text);
}

/* PATTERN with {number} in it. */
static struct str in_pattern(char out[LOCALE_TEXT], const char *pattern, struct str number)
{
    struct locale_text text = locale_text_in(out);
    locale_text_fill(&text, str_of(pattern), STR("{number}"), number);
    return locale_text_end(&text);
}

struct str locale_percent(char out[LOCALE_TEXT], double of_one, int decimals)
{
    char number[LOCALE_TEXT];
    struct str written = locale_decimal(number, of_one * 100, decimals);
    return written.n == 0 ? written : in_pattern(out, context_("percent", "{number}%"), written);
}

/* Binary units, as limits and quotas are set; what is a whole number of them says so. */
struct str locale_bytes(char out[LOCALE_TEXT], int64_t bytes)
{
    static const char *const units[] = {N_("{number} KiB"), N_("{number} MiB"), N_("{number} GiB"), N_("{number} TiB")};
    char number[LOCALE_TEXT];
    if (bytes < 1024)
        return in_pattern(out, ngettext_("{number} byte", "{number} bytes", bytes), locale_number(number, bytes));
    double amount = (double)bytes / 1024;
    size_t unit = 0;
    while (amount >= 1023.5 && unit < sizeof units / sizeof *units - 1) {
        amount /= 1024;
        unit++;
    }
    bool whole = amount >= 99.95 || amount <= floor(amount);
    return in_pattern(out, _(units[unit]), locale_decimal(number, amount, whole ? 0 : 1));
}

/* What ISO 4217 gives other than two decimals. */
int locale_money_decimals(struct str currency)
{
    static const struct {
        const char codes[80];
        int decimals;
    } others[] = {
        {"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0},
        {"BHD IQD JOD KWD LYD OMR TND", 3},
        {"CLF UYW", 4},
    };
    for (size_t i = 0; currency.n == 3 && i < sizeof others / sizeof *others; i++)
        if (str_find(str_of(others[i].codes), currency) >= 0)
            return others[i].decimals;
    return 2;
}

/* A currency's sign where the language has one, else its code. */
static struct str sign_of(struct str currency)
{
    static const struct {
        const char *code, *marked;
    } signs[] = {
        {"DKK", NC_("currency", "DKK")}, {"SEK", NC_("currency", "SEK")}, {"NOK", NC_("currency", "NOK")}, {"ISK", NC_("currency", "ISK")},
        {"EUR", NC_("currency", "€")},   {"GBP", NC_("currency", "£")},   {"USD", NC_("currency", "US$")}, {"CHF", NC_("currency", "CHF")},
        {"PLN", NC_("currency", "PLN")}, {"CZK", NC_("currency", "CZK")}, {"JPY", NC_("currency", "JP¥")},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_eq(currency, str_of(signs[i].code)))
            return str_of(text_marked(signs[i].marked));
    return currency;
}

static bool ends_in_letter(struct str sign)
{
    char last = sign.n == 0 ? '1' : sign.p[sign.n - 1];
    return (last >= 'A' && last <= 'Z') || (last >= 'a' && last <= 'z');
}

/* "{sign}{number}": a sign of letters does not touch the number, as CLDR has it. */
static void add_money(struct locale_text *text, struct str sign, struct str number)
{
    char filled[LOCALE_TEXT];
    struct locale_text numbered = locale_text_in(filled);
    struct str pattern = str_of(context_("money", "{sign}{number}"));
    ptrdiff_t touches = str_find(pattern, STR("{sign}{number}"));
    locale_text_fill(&numbered, pattern, STR("{number}"), number);
    struct str with_number = locale_text_end(&numbered);
    struct locale_text spaced = locale_text_in((char[LOCALE_TEXT]){0});
    locale_text_add(&spaced, sign);
    if (touches >= 0 && ends_in_letter(sign))
        locale_text_add(&spaced, STR("\u00a0"));
    locale_text_fill(text, with_number, STR("{sign}"), locale_text_end(&spaced));
}

struct str locale_money(char out[LOCALE_TEXT], int64_t minor, struct str currency)
{
    static const uint64_t shifts[] = {1, 10, 100, 1000, 10000};
    char digits[DIGITS], number[LOCALE_TEXT];
    int decimals = locale_money_decimals(currency);
    uint64_t amount = minor < 0 ? -(uint64_t)minor : (uint64_t)minor, shift = shifts[decimals];
    struct locale_text text = locale_text_in(out), figures = locale_text_in(number);
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)(amount / shift));
    if (amount % shift != 0)
        snprintf(digits + n, sizeof digits - (size_t)n, ".%0*llu", decimals, (unsigned long long)(amount % shift));
    add_number(&figures, str_of(digits));
    if (minor < 0)
        locale_text_add(&text, str_of(context_("minus sign", "-")));
    add_money(&text, sign_of(currency), locale_text_end(&figures));
    return locale_text_end(&text);
}

/* Near things to 10 of the small unit, up to 10 of the large one with a decimal. */
struct str locale_distance(char out[LOCALE_TEXT], double metres)
{
    char number[LOCALE_TEXT];
    bool miles = str_eq(str_of(context_("unit of distances: kilometre or mile", "kilometre")), STR("mile"));
    double small = miles ? metres / 0.9144 : metres, large = miles ? metres / 1609.344 : metres / 1000;
    if (!isfinite(metres) || metres < 0)
        return STR("");
    if (large < 0.995 && (!miles || large < 0.1)) {
        struct str tens = locale_number(number, (int64_t)(round(small / 10) * 10));
        return in_pattern(out, miles ? context_("distance", "{number} yd") : context_("distance", "{number} m"), tens);
    }
    struct str written = locale_decimal(number, large, large < 9.95 ? 1 : 0);
    return in_pattern(out, miles ? context_("distance", "{number} mi") : context_("distance", "{number} km"), written);
}
