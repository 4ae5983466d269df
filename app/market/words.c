#include "market/words.h"

#include <string.h>

#include "core/locale.h"
#include "core/text.h"

enum { ALL_WEEKDAYS = 0x7f, ALL_MONTHS = 0x1ffe };

void words_list_add(struct words_list *list, struct str text)
{
    if (list->count < WORDS_LIST_MOST)
        list->at[list->count++] = text;
}

static bool takes_pair(struct str *rest, const struct words_pair *pair, struct buf *out)
{
    size_t n = strlen(pair->name);
    if (rest->n < n + 2 || rest->p[0] != '{' || memcmp(rest->p + 1, pair->name, n) || rest->p[n + 1] != '}')
        return false;
    buf_add(out, pair->text);
    *rest = str_slice(*rest, n + 2, rest->n);
    return true;
}

struct str words_fill(struct arena *arena, const char *pattern, const struct words_pair pairs[])
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    struct str rest = str_of(pattern);
    buf_init_in(arena, out, WORDS_MOST);
    while (rest.n > 0) {
        const struct words_pair *pair = pairs;
        while (pair->name && !takes_pair(&rest, pair, out))
            pair++;
        if (pair->name)
            continue;
        buf_add_char(out, rest.p[0]);
        rest = str_slice(rest, 1, rest.n);
    }
    return buf_str(out);
}

struct str words_list_text(struct arena *arena, const struct words_list *list)
{
    struct str all = list->count ? list->at[0] : STR("");
    for (size_t i = 1; i + 1 < list->count; i++)
        all = words_fill(arena, context_("list", "{list}, {next}"), (struct words_pair[]){{"list", all}, {"next", list->at[i]}, {NULL, STR_NULL}});
    if (list->count < 2)
        return all;
    return words_fill(arena, context_("list", "{list} and {last}"),
                      (struct words_pair[]){{"list", all}, {"last", list->at[list->count - 1]}, {NULL, STR_NULL}});
}

struct str words_range(struct arena *arena, struct str from, struct str until)
{
    return words_fill(arena, context_("days or months", "{from} to {until}"), (struct words_pair[]){{"from", from}, {"until", until}, {NULL, STR_NULL}});
}

/* Runs of set bits among COUNT in a circle from FIRST on; NAME says a bit. Of runs shorter than LEAST each bit for itself. */
static void add_runs(struct arena *arena, unsigned bits, int first, int count, int least, const char *(*name)(int), struct words_list *list)
{
    for (int i = 0; i < count;) {
        int length = 0;
        while (i + length < count && bits & 1u << (first + i + length) % count)
            length++;
        struct str from = str_of(name((first + i) % count));
        if (length >= least)
            words_list_add(list, words_range(arena, from, str_of(name((first + i + length - 1) % count))));
        for (int k = 0; k < length && length < least; k++)
            words_list_add(list, str_of(name((first + i + k) % count)));
        i += length ? length : 1;
    }
}

struct str words_weekdays(struct arena *arena, uint8_t weekdays)
{
    struct words_list list = {.count = 0};
    add_runs(arena, weekdays, 1, 7, 3, locale_weekday, &list);
    return words_list_text(arena, &list);
}

static const char *month_from_zero(int month)
{
    return locale_month(month + 1);
}

/* Begins after a month that is not of the season, so that October to March is one. */
struct str words_season(struct arena *arena, uint16_t months)
{
    struct words_list list = {.count = 0};
    unsigned bits = (unsigned)months >> 1 & 0xfff;
    int first = 0;
    while (first < 12 && bits & 1u << (first + 11) % 12)
        first++;
    add_runs(arena, bits, first % 12, 12, 2, month_from_zero, &list);
    return words_list_text(arena, &list);
}

struct str words_nths(struct arena *arena, uint8_t nths, uint8_t from_end)
{
    const char *const names[] = {"", context_("nth weekday", "first"), context_("nth weekday", "second"), context_("nth weekday", "third"),
                                 context_("nth weekday", "fourth"), context_("nth weekday", "fifth")};
    const char *const last[] = {"", context_("nth weekday", "last"), context_("nth weekday", "second to last"),
                                context_("nth weekday", "third to last"), context_("nth weekday", "fourth to last"), context_("nth weekday", "fifth to last")};
    struct words_list list = {.count = 0};
    for (int nth = 1; nth <= 5; nth++)
        if (nths & 1u << nth)
            words_list_add(&list, str_of(names[nth]));
    for (int nth = 5; nth >= 1; nth--)
        if (from_end & 1u << nth)
            words_list_add(&list, str_of(last[nth]));
    return words_list_text(arena, &list);
}

struct str words_day(struct arena *arena, int day, int month)
{
    /* translators: a day of every year: 3 May */
    return words_fill(arena, context_("day of every year", "{day} {month}"),
                      (struct words_pair[]){{"day", arena_printf(arena, "%d", day)}, {"month", str_of(locale_month(month))}, {NULL, STR_NULL}});
}

static struct str copied(struct arena *arena, struct str text)
{
    return arena_str(arena, text);
}

struct str words_date(struct arena *arena, struct wall w)
{
    struct wall_parts p = wall_parts(w);
    char out[LOCALE_TEXT];
    return copied(arena, locale_date(out, &(struct locale_time){.year = p.year, .month = p.month, .day = p.day}, LOCALE_LONG));
}

static struct locale_time clock_of(int minute)
{
    return (struct locale_time){.hour = minute / 60 % 24, .minute = minute % 60};
}

struct str words_clock(struct arena *arena, int minute)
{
    char out[LOCALE_TEXT];
    struct locale_time time = clock_of(minute);
    return copied(arena, locale_clock(out, &time));
}

struct str words_clock_range(struct arena *arena, int from, int until)
{
    char out[LOCALE_TEXT];
    struct locale_time begins = clock_of(from), ends = clock_of(until);
    return copied(arena, locale_clock_range(out, &begins, &ends));
}

struct str words_every(struct arena *arena, uint8_t weekdays, uint8_t nths, uint8_t from_end)
{
    struct str days = words_weekdays(arena, weekdays);
    if (!nths && !from_end && weekdays == ALL_WEEKDAYS)
        return str_of(_("Every day"));
    if (!nths && !from_end)
        return words_fill(arena, _("Every {weekdays}"), (struct words_pair[]){{"weekdays", days}, {NULL, STR_NULL}});
    return words_fill(arena, _("Every {nths} {weekdays} of the month"),
                      (struct words_pair[]){{"nths", words_nths(arena, nths, from_end)}, {"weekdays", days}, {NULL, STR_NULL}});
}
