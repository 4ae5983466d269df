#include "market/found_field.h"
#include "market/names.h"

enum { AMOUNT_MOST = 100000000 };

static const char *const whole_currencies[] = {"JPY", "KRW", "ISK", "VND", "CLP"};
static const char *const thousandths[] = {"BHD", "KWD", "OMR", "TND", "JOD", "IQD", "LYD"};
static const char *const free_words[] = {"free", "gratis", "kostenlos", "frei", "ingen", "fri", "fri entré", "gratis entré", "gratis adgang",
                                         "fri adgang", "eintritt frei", "none", "kostenfrei", "free entry", "freier eintritt"};
/* What stands beside an amount and is no ISO code. */
static const struct {
    const char *word, *currency;
} signs[] = {{"€", "EUR"}, {"euro", "EUR"}, {"£", "GBP"}, {"$", "USD"}, {"us$", "USD"}, {"¥", "JPY"}, {"zł", "PLN"}, {"fr.", "CHF"}, {"kr", ""}, {"kr.", ""}};

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

int found_money_digits(const char *currency)
{
    if (names_index(whole_currencies, COUNT(whole_currencies), str_of(currency)) >= 0)
        return 0;
    return names_index(thousandths, COUNT(thousandths), str_of(currency)) >= 0 ? 3 : 2;
}

static bool currency_of(struct str word, char currency[4])
{
    word = str_trim(word);
    for (int i = 0; i < COUNT(signs); i++)
        if (str_equal_ignoring_case(str_of(signs[i].word), word)) {
            memcpy(currency, signs[i].currency, strlen(signs[i].currency) + 1);
            return true;
        }
    if (word.n != 3)
        return word.n == 0;
    for (size_t i = 0; i < 3; i++) {
        char c = ascii_lower(word.p[i]);
        if (c < 'a' || c > 'z')
            return false;
        currency[i] = (char)(c - 'a' + 'A');
    }
    currency[3] = '\0';
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The minor units of DIGITS whole digits and what stands behind the point; false where that is more exact than the currency. */
static bool minor_of(struct str whole, struct str fraction, int digits, int64_t *minor)
{
    int64_t value = 0;
    for (size_t i = 0; i < whole.n; i++) {
        if (!is_digit(whole.p[i]))
            continue; /* between thousands */
        value = value * 10 + (whole.p[i] - '0');
        if (value > AMOUNT_MOST)
            return false;
    }
    for (size_t i = 0; i < fraction.n || (int)i < digits; i++) {
        int digit = i < fraction.n ? fraction.p[i] - '0' : 0;
        if ((int)i < digits)
            value = value * 10 + digit;
        else if (digit != 0)
            return false;
    }
    *minor = value;
    return true;
}

/* The last point or comma with one, two or (where the currency has them) three digits behind it parts the amount; others stand between thousands. */
static bool amount_of(struct str text, int digits, int64_t *minor)
{
    size_t point = text.n;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '.' || text.p[i] == ',')
            point = i;
    size_t behind = point < text.n ? text.n - point - 1 : 0;
    if (behind == 0 || (behind == 3 && digits != 3))
        return minor_of(text, STR(""), digits, minor);
    return minor_of(str_slice(text, 0, point), str_slice(text, point + 1, text.n), digits, minor);
}

/* The one run of digits with points and commas between them. */
static bool find_amount(struct str text, size_t *from, size_t *until)
{
    size_t at = 0;
    while (at < text.n && !is_digit(text.p[at]))
        at++;
    *from = at;
    while (at < text.n && (is_digit(text.p[at]) || ((text.p[at] == '.' || text.p[at] == ',') && at + 1 < text.n && is_digit(text.p[at + 1]))))
        at++;
    *until = at;
    for (; at < text.n; at++)
        if (is_digit(text.p[at]))
            return false;
    return *until > *from && *until - *from < 20;
}

bool found_money_read(struct str text, struct found_money *money)
{
    struct found_money read = {.said = true};
    size_t from, until;
    text = str_trim(text);
    if (names_index(free_words, COUNT(free_words), text) >= 0) {
        *money = read;
        return true;
    }
    if (!find_amount(text, &from, &until) || (from > 0 && text.p[from - 1] == '-'))
        return false;
    struct str before = str_trim(str_slice(text, 0, from)), after = str_slice(text, until, text.n);
    if (str_starts_with(after, STR(",-")) || str_starts_with(after, STR(".-")))
        after = str_slice(after, 2, after.n);
    after = str_trim(after);
    if ((before.n && after.n) || !currency_of(before.n ? before : after, read.currency) ||
        !amount_of(str_slice(text, from, until), found_money_digits(read.currency), &read.minor))
        return false;
    *money = read;
    return true;
}
