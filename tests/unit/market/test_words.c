/* What people read of a schedule, what a form makes of it, and what iCalendar files say. */
#include <libical/ical.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "market/schedule_choices.h"
#include "market/schedule_ics.h"
#include "market/schedule_words.h"
#include "market/zone.h"

enum { BUDGET = 64 << 20, OUT = 1 << 20 };

static struct wall wall(const char *text)
{
    struct wall w;
    assert_true(wall_parse(str_of(text), &w));
    return w;
}

static struct buf *new_buf(struct arena *arena)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, out, OUT);
    return out;
}

static const char *said(struct arena *arena, struct buf *out)
{
    return arena_str(arena, buf_str(out)).p;
}

static void rule_says(const char *rrule, const char *want_long, const char *want_short)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_rule rule = {.starts = wall("2026-05-03T09:00"), .minutes = 360, .rrule = str_of(rrule)};
    struct buf *brief = new_buf(arena), *whole = new_buf(arena);
    schedule_describe_rule(arena, &rule, SCHEDULE_LONG, whole);
    assert_string_equal(said(arena, whole), want_long);
    schedule_describe_rule(arena, &rule, SCHEDULE_SHORT, brief);
    assert_string_equal(said(arena, brief), want_short ? want_short : want_long);
    arena_free(arena);
}

static void test_rules(void **state)
{
    (void)state;
    rule_says("", "3 May 2026, 09:00–15:00", NULL);
    rule_says("FREQ=MONTHLY;BYDAY=1SU;BYMONTH=4,5,6,7,8,9,10", "Every first Sunday of the month, 09:00–15:00, April to October",
              "Every first Sunday of the month, 09:00–15:00");
    rule_says("FREQ=MONTHLY;BYDAY=1SU,3SU", "Every first and third Sunday of the month, 09:00–15:00", NULL);
    rule_says("FREQ=MONTHLY;BYDAY=-1SA;BYMONTH=10,11,12,1,2,3", "Every last Saturday of the month, 09:00–15:00, October to March",
              "Every last Saturday of the month, 09:00–15:00");
    rule_says("FREQ=MONTHLY;BYDAY=SU;BYSETPOS=2;BYMONTH=4,5,9", "Every second Sunday of the month, 09:00–15:00, April to May and September",
              "Every second Sunday of the month, 09:00–15:00");
    rule_says("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU", "The first Sunday of every second month, 09:00–15:00", NULL);
    rule_says("FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU", "The first Sunday every 3 months, 09:00–15:00", NULL);
    rule_says("FREQ=WEEKLY", "Every Sunday, 09:00–15:00", NULL);
    rule_says("FREQ=WEEKLY;BYDAY=WE,SA", "Every Wednesday and Saturday, 09:00–15:00", NULL);
    rule_says("FREQ=WEEKLY;BYDAY=SA,FR,TH,WE,MO,TU", "Every Monday to Saturday, 09:00–15:00", NULL);
    rule_says("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "Every second week on Sunday, 09:00–15:00", NULL);
    rule_says("FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;UNTIL=20261231", "Every 3 weeks on Sunday, 09:00–15:00, until 31 December 2026",
              "Every 3 weeks on Sunday, 09:00–15:00");
    rule_says("FREQ=DAILY;BYMONTH=12", "Every day, 09:00–15:00, December", "Every day, 09:00–15:00");
    rule_says("FREQ=YEARLY", "Every year on 3 May, 09:00–15:00", NULL);
    rule_says("FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=3", "Every 2 years on 3 May, 09:00–15:00", NULL);
    rule_says("FREQ=YEARLY;BYMONTH=5;BYDAY=1SU", "Every first Sunday of the month, 09:00–15:00, May", "Every first Sunday of the month, 09:00–15:00");
    rule_says("FREQ=MONTHLY;BYMONTHDAY=15", "By a special rule, 09:00–15:00", NULL);
}

static void hours_say(const char *hours, const char *want)
{
    struct arena *arena = arena_new(BUDGET);
    struct buf *out = new_buf(arena);
    schedule_describe_hours(arena, str_of(hours), SCHEDULE_LONG, out);
    assert_string_equal(said(arena, out), want);
    arena_free(arena);
}

static void test_hours(void **state)
{
    (void)state;
    hours_say("We, Sa 08:00-13:00", "Every Wednesday and Saturday, 08:00–13:00");
    hours_say("We[2,4] 07:30-19:00", "Every second and fourth Wednesday of the month, 07:30–19:00");
    hours_say("Apr-Oct Sa[1],Su[1] 10:00+", "Every first Saturday and Sunday of the month, from 10:00, April to October");
    hours_say("Mo-Fr 08:00-12:00,13:00-17:00; PH off", "Every Monday to Friday, 08:00–12:00 and 13:00–17:00\nClosed: On public holidays");
    hours_say("Jan 25-Nov 10 Tu, Fr 09:00-14:00", "Every Tuesday and Friday, 09:00–14:00, 25 January to 10 November");
    hours_say("week 1-53/2 Fr 10:00-12:00", "Every Friday, 10:00–12:00, in odd weeks");
    hours_say("Mar Su[-1]-Oct Su[-1] Sa 08:00-13:00",
              "Every Saturday, 08:00–13:00, the last Sunday in March to the last Sunday in October");
    hours_say("2026 Dec 24 10:00-12:00", "10:00–12:00, 24 December 2026");
    hours_say("Mar,Apr,May,Sep Th 06:00-13:00", "Every Thursday, 06:00–13:00, March to May and September");
    hours_say("Oct-Mar Th 06:00-13:00", "Every Thursday, 06:00–13:00, October to March");
    hours_say("24/7", "Always open");
    hours_say("Sa sunrise-13:00", "Every Saturday, sunrise to 13:00");
    hours_say("Sa[1] +1 day 10:00-12:00", "Sa[1] +1 day 10:00-12:00"); /* no words for it */
    hours_say("nonsense", "nonsense");
}

static void comes_back(const char *rrule, const char *want)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_rule rule = {.starts = wall("2026-05-03T09:00"), .minutes = 360, .rrule = str_of(rrule)};
    struct schedule_choices choices;
    struct buf *out = new_buf(arena);
    schedule_choices_of(arena, &rule, &choices);
    if (!want) {
        assert_int_equal(choices.repeat, SCHEDULE_SPECIAL);
        assert_false(schedule_choices_rrule(&choices, out));
    } else {
        if (choices.repeat == SCHEDULE_SPECIAL)
            fail_msg("%s is called special", rrule);
        assert_true(schedule_choices_rrule(&choices, out));
        assert_string_equal(said(arena, out), want);
    }
    arena_free(arena);
}

static void test_choices(void **state)
{
    (void)state;
    comes_back("", "");
    comes_back("FREQ=WEEKLY", "FREQ=WEEKLY");
    comes_back("FREQ=WEEKLY;WKST=SU;BYDAY=SU,WE", "FREQ=WEEKLY;BYDAY=WE,SU");
    comes_back("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,WE", NULL); /* the weeks would be others */
    comes_back("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;BYMONTH=5,6;UNTIL=20261231", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;BYMONTH=5,6;UNTIL=20261231");
    comes_back("FREQ=WEEKLY;UNTIL=20260517T215959Z", "FREQ=WEEKLY;UNTIL=20260517");
    comes_back("FREQ=WEEKLY;UNTIL=20260517T080000", "FREQ=WEEKLY;UNTIL=20260510");
    comes_back("FREQ=WEEKLY;UNTIL=20260517T080000Z", NULL); /* whether the 17th counts depends on the zone */
    comes_back("FREQ=WEEKLY;COUNT=10", NULL);
    comes_back("FREQ=MONTHLY;BYDAY=1SU,-1SU", "FREQ=MONTHLY;BYDAY=1SU,-1SU");
    comes_back("FREQ=MONTHLY;BYDAY=1SU,3SA", NULL);
    comes_back("FREQ=MONTHLY;BYDAY=1SU,1SA,3SA,3SU", "FREQ=MONTHLY;BYDAY=1SA,1SU,3SA,3SU");
    comes_back("FREQ=MONTHLY;BYDAY=SU;BYSETPOS=1,-1", "FREQ=MONTHLY;BYDAY=1SU,-1SU");
    comes_back("FREQ=MONTHLY;BYDAY=SU,SA;BYSETPOS=1", NULL);
    comes_back("FREQ=MONTHLY;BYDAY=-2SU", NULL);
    comes_back("FREQ=MONTHLY;BYDAY=SU", NULL);
    comes_back("FREQ=MONTHLY", NULL);
    comes_back("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3", "FREQ=YEARLY");
    comes_back("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=3", NULL);
    comes_back("FREQ=YEARLY;BYMONTH=5,9;BYDAY=1SU", "FREQ=MONTHLY;BYDAY=1SU;BYMONTH=5,9");
    comes_back("FREQ=YEARLY;BYDAY=20MO", NULL);
    comes_back("FREQ=WEEKLY;BYHOUR=9,15", NULL);
    comes_back("FREQ=HOURLY", NULL);
    comes_back("nonsense", NULL);
}

static void test_until_of_a_zone(void **state)
{
    (void)state;
    struct arena *arena = arena_new(BUDGET);
    struct schedule_rule rule = {.starts = wall("2026-05-03T09:00"), .minutes = 360, .rrule = STR("FREQ=WEEKLY;UNTIL=20260517T080000Z")};
    struct schedule_choices choices;
    schedule_choices_in(arena, STR("Europe/Copenhagen"), &rule, &choices); /* 10:00 there */
    assert_int_equal(choices.until.s, wall("2026-05-17").s);
    schedule_choices_in(arena, STR("America/New_York"), &rule, &choices); /* 4:00 there */
    assert_int_equal(choices.until.s, wall("2026-05-10").s);
    arena_free(arena);
}

static void test_first(void **state)
{
    (void)state;
    struct arena *arena = arena_new(BUDGET);
    struct schedule_choices monthly = {.repeat = SCHEDULE_MONTHLY, .interval = 1, .weekdays = 1, .nths = 1 << 1, .months = 1 << 4};
    struct wall first;
    assert_true(schedule_choices_first(arena, &monthly, wall("2026-05-01T09:00"), &first));
    assert_int_equal(first.s, wall("2027-04-04T09:00").s);
    monthly.nths = 0;
    assert_false(schedule_choices_first(arena, &monthly, wall("2026-05-01T09:00"), &first));
    struct schedule_choices past = {.repeat = SCHEDULE_WEEKLY, .interval = 1, .has_until = true, .until = wall("2026-04-01")};
    assert_false(schedule_choices_first(arena, &past, wall("2026-05-01T09:00"), &first));
    past.has_until = false, past.interval = 53;
    assert_false(schedule_choices_first(arena, &past, wall("2026-05-01T09:00"), &first));
    arena_free(arena);
}

static void test_ics_rule(void **state)
{
    (void)state;
    struct arena *arena = arena_new(BUDGET);
    struct wall exdates[] = {wall("2026-05-10T09:00"), wall("2026-05-17T09:00"), wall("2026-05-24T09:00")}, rdate = wall("2026-05-12T09:00");
    struct schedule_rule rule = {.starts = wall("2026-05-03T09:00"), .minutes = 360, .rrule = STR("FREQ=WEEKLY;UNTIL=20260731"),
                                 .exdates = exdates, .exdate_count = 3, .rdates = &rdate, .rdate_count = 1};
    struct buf *out = new_buf(arena), *utc = new_buf(arena);
    assert_true(schedule_ics_rule(arena, STR("Europe/Copenhagen"), &rule, out));
    assert_string_equal(said(arena, out), "DTSTART;TZID=Europe/Copenhagen:20260503T090000\r\n"
                                          "DTEND;TZID=Europe/Copenhagen:20260503T150000\r\n"
                                          "RRULE:FREQ=WEEKLY;UNTIL=20260731T215959Z\r\n"
                                          "EXDATE;TZID=Europe/Copenhagen:20260510T090000,20260517T090000,20260524T0900\r\n 00\r\n"
                                          "RDATE;TZID=Europe/Copenhagen:20260512T090000\r\n");
    rule.exdate_count = 0, rule.rdate_count = 0, rule.rrule = STR("");
    assert_true(schedule_ics_rule(arena, STR("UTC"), &rule, utc));
    assert_string_equal(said(arena, utc), "DTSTART:20260503T090000Z\r\nDTEND:20260503T150000Z\r\n");
    assert_false(schedule_ics_rule(arena, STR("Nowhere"), &rule, utc));
    rule.rrule = STR("FREQ=NEVER");
    assert_false(schedule_ics_rule(arena, STR("UTC"), &rule, utc));
    arena_free(arena);
}

/* libical reads each VTIMEZONE, and its clocks stand as ours do. */
static void test_ics_zone(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata",
                                        "America/Sao_Paulo", "Europe/Dublin", "Asia/Jerusalem", "America/Nuuk"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena *arena = arena_new(BUDGET);
        struct buf *out = new_buf(arena);
        const struct zone *zone = zone_find(str_of(names[i]));
        assert_non_null(zone);
        assert_true(schedule_ics_zone(arena, str_of(names[i]), wall("2010-01-01"), wall("2030-01-01"), out));
        icalcomponent *component = icalcomponent_new_from_string(said(arena, out));
        assert_non_null(component);
        assert_int_equal(icalcomponent_isa(component), ICAL_VTIMEZONE_COMPONENT);
        icaltimezone *theirs = icaltimezone_new();
        assert_true(icaltimezone_set_component(theirs, component));
        for (int64_t at = wall("2010-01-01").s; at < wall("2030-01-01").s; at += 5 * 3600 + 1800) {
            struct icaltimetype t = icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
            int summer, offset = icaltimezone_get_utc_offset_of_utc_time(theirs, &t, &summer);
            if (offset != zone_at(zone, at).offset)
                fail_msg("%s at %lld: %d, not %d", names[i], (long long)at, offset, (int)zone_at(zone, at).offset);
        }
        icaltimezone_free(theirs, 1);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules), cmocka_unit_test(test_hours), cmocka_unit_test(test_choices), cmocka_unit_test(test_until_of_a_zone), cmocka_unit_test(test_first),
        cmocka_unit_test(test_ics_rule), cmocka_unit_test(test_ics_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
