/* Dates as people write them. */
#include "reading.h"

#include "market/date_words.h"

static const struct {
    const char *text, *want; /* null: refused */
} phrases[] = {
    {"lørdag den 3. maj kl. 10-16", "2026-05-03T10:00/2026-05-03T16:00"},
    {"Søndag d. 3. maj 2026, kl. 10.00 - 16.30", "2026-05-03T10:00/2026-05-03T16:30"},
    {"3.-4. maj 2026", "2026-05-03/2026-05-04 2026-05-04/2026-05-05"},
    {"3. og 4. oktober 2026 kl. 9-15", "2026-10-03T09:00/2026-10-03T15:00 2026-10-04T09:00/2026-10-04T15:00"},
    {"lørdag 2. og søndag 3. maj kl 10 til 16", "2026-05-02T10:00/2026-05-02T16:00 2026-05-03T10:00/2026-05-03T16:00"},
    {"lørdag 2. maj 10-16 og søndag 3. maj 10-15", "2026-05-02T10:00/2026-05-02T16:00 2026-05-03T10:00/2026-05-03T15:00"},
    {"3/5-2026 kl. 9", "2026-05-03T09:00/"},
    {"3/5 2026", "2026-05-03/2026-05-04"},
    {"03.05.2026 10:00 - 16:00 Uhr", "2026-05-03T10:00/2026-05-03T16:00"},
    {"So 3.5.26 8-15 Uhr", "2026-05-03T08:00/2026-05-03T15:00"},
    {"19.04.2026 8-15 Uhr / 19.04.2026", "2026-04-19T08:00/2026-04-19T15:00"},
    {"9-17 Uhr / Sa-So 4.-6.4./ 2.-3.5./ 7-8.11.2026",
     "2026-04-04T09:00/2026-04-04T17:00 2026-04-05T09:00/2026-04-05T17:00 2026-04-06T09:00/2026-04-06T17:00 2026-05-02T09:00/2026-05-02T17:00 "
     "2026-05-03T09:00/2026-05-03T17:00 2026-11-07T09:00/2026-11-07T17:00 2026-11-08T09:00/2026-11-08T17:00"},
    {"Samstag, 2. Mai bis Montag, 4. Mai 2026 ab 8 Uhr", "2026-05-02T08:00/ 2026-05-03T08:00/ 2026-05-04T08:00/"},
    {"May 3, 2026 10am-4pm", "2026-05-03T10:00/2026-05-03T16:00"},
    {"Sunday 3rd May 2026 from 1 to 4 pm", "2026-05-03T13:00/2026-05-03T16:00"},
    {"May 3-4, 2026", "2026-05-03/2026-05-04 2026-05-04/2026-05-05"},
    {"2026-05-03 09:30–15:30", "2026-05-03T09:30/2026-05-03T15:30"},
    {"28. april", "2026-04-28/2026-04-29"},     /* three days ago, not in a year */
    {"3. januar", "2027-01-03/2027-01-04"},     /* without a year: the next one */
    {"30. december 2026 - 2. januar 2027", "2026-12-30/2026-12-31 2026-12-31/2027-01-01 2027-01-01/2027-01-02 2027-01-02/2027-01-03"},
    {"natmarked 5. juni kl. 20-02", "2026-06-05T20:00/2026-06-06T02:00"},
    {"29. februar 2028", "2028-02-29/2028-03-01"},
    {"29. februar 2027", NULL},
    {"31. juni", NULL},
    {"hver søndag kl. 9-14", NULL},
    {"første lørdag i maj", NULL},
    {"27.12.2026 Sonntags jeweils 9-17 Uhr / 04.01.2026", NULL},
    {"1. maj - 31. august 2026", NULL},         /* a season */
    {"10-18 Uhr / 04.04.2026 bis 30.10.2026", NULL},
    {"3. maj aflyst", NULL},
    {"32. maj 2026", NULL},
    {"kl. 10-16", NULL},
    {"hal 17", NULL},
    {"", NULL},
    {"loppemarked i hallen", NULL},
    {"3. marked", NULL},                        /* no month */
    {"99999999999999999999. maj", NULL},
};

static const char *dates_text(struct arena *arena, const struct date_words *dates)
{
    struct str out = STR("");
    for (size_t i = 0; i < dates->count; i++) {
        struct str ends = found_time_text(arena, &dates->items[i].ends);
        out = arena_printf(arena, STR_FMT "%s%s/%s", STR_ARG(out), i ? " " : "", found_time_text(arena, &dates->items[i].starts).p, ends.p ? ends.p : "");
    }
    return out.n ? out.p : "";
}

static void test_phrases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        struct arena *arena = arena_new(1 << 22);
        struct date_words dates;
        bool ok = date_words_read(arena, str_of(phrases[i].text), wall_date(2026, 5, 1), &dates);
        const char *got = ok ? dates_text(arena, &dates) : "refused", *want = phrases[i].want ? phrases[i].want : "refused";
        if (strcmp(got, want))
            fail_msg("%s: %s, not %s", phrases[i].text, got, want);
        arena_free(arena);
    }
}

static const struct {
    const char *format, *text, *want;
} formats[] = {
    {"%A den %d. %B kl. %H-%H2", "Lørdag den 2. maj kl. 10-16", "2026-05-02T10:00/2026-05-02T16:00"},
    {"%d.%m.%Y %H:%M - %H2:%M2", "03.05.2026  09:30-15:00", "2026-05-03T09:30/2026-05-03T15:00"},
    {"%d/%m %Y", "3/5 2026", "2026-05-03/2026-05-04"},
    {"%d.-%d2. %B %Y", "3.-4. maj 2026", "2026-05-03/2026-05-05"},
    {"%d/%m-%y", "3/5-26", "2026-05-03/2026-05-04"},
    {"%d.%m.%Y", "3.5.2026 kl. 10", NULL},
    {"%d.%m.%Y", "31.6.2026", NULL},
    {"%d.%m.%Y %H:%M", "1.6.2026 25:00", NULL},
    {"%Q", "1", NULL},
    {"%", "1", NULL},
};

static void test_formats(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct arena *arena = arena_new(1 << 22);
        struct date_words dates;
        bool ok = date_words_read_format(arena, str_of(formats[i].text), str_of(formats[i].format), wall_date(2026, 5, 1), &dates);
        const char *got = ok ? dates_text(arena, &dates) : "refused", *want = formats[i].want ? formats[i].want : "refused";
        if (strcmp(got, want))
            fail_msg("%s: %s, not %s", formats[i].text, got, want);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_phrases), cmocka_unit_test(test_formats)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
