/* say_locale LOCALE_DIR LANGUAGE: reads lines of words with tabs between them, and says what core/locale.h makes of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/language.h"
#include "core/locale.h"
#include "core/log.h"

enum { WORDS = 4, LINE = 256 };

static int64_t integer(struct str text)
{
    int64_t number;
    return str_to_int64(text, &number) ? number : 0;
}

static double real(struct str text)
{
    double number;
    return str_to_double(text, &number) ? number : 0;
}

static struct str say(char out[LOCALE_TEXT], const struct str w[WORDS])
{
    struct locale_time first = {0}, last = {0};
    bool times = locale_parse_time(w[1], &first), range = times && locale_parse_time(w[2], &last);
    if (str_eq(w[0], STR("day")) && times)
        return locale_date(out, &first, locale_style_named(w[2]));
    if (str_eq(w[0], STR("clock")) && times)
        return locale_clock(out, &first);
    if (str_eq(w[0], STR("range")) && range)
        return locale_date_range(out, &first, &last, locale_style_named(w[3]));
    if (str_eq(w[0], STR("number")))
        return locale_number(out, integer(w[1]));
    if (str_eq(w[0], STR("decimal")))
        return locale_decimal(out, real(w[1]), (int)integer(w[2]));
    if (str_eq(w[0], STR("percent")))
        return locale_percent(out, real(w[1]), 0);
    if (str_eq(w[0], STR("distance")))
        return locale_distance(out, real(w[1]));
    if (str_eq(w[0], STR("money")))
        return locale_money(out, integer(w[1]), w[2]);
    if (str_eq(w[0], STR("weekday")))
        return str_of(locale_weekday((int)integer(w[1])));
    if (str_eq(w[0], STR("first")))
        return locale_number(out, locale_first_weekday());
    return STR("?");
}

int main(int count, char **arguments)
{
    char line[LINE], out[LOCALE_TEXT];
    if (count != 3)
        return 2;
    const struct config config = {.locale_dir = str_of(arguments[1]), .run_dir = STR("/nowhere"), .language = str_of(arguments[2])};
    log_init("say_locale", LOG_WARN);
    language_use(&config);
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct str words[WORDS] = {{0}}, rest = {line, strcspn(line, "\n")};
        for (size_t i = 0; i < WORDS && rest.n > 0; i++)
            str_cut(rest, '\t', &words[i], &rest);
        struct str said = say(out, words);
        printf(STR_FMT "\n", STR_ARG(said));
    }
    return 0;
}
