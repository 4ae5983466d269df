/* Dates of a schedule: overrides, what is left out and put in, clocks that jump, today and next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/buf.h"
#include "market/schedule.h"
#include "market/zone.h"

enum { BUDGET = 64 << 20, OUT = 1 << 16, HOUR = 3600 };

static struct wall wall(const char *text)
{
    struct wall w;
    if (!wall_parse(str_of(text), &w))
        fail_msg("no wall time: %s", text);
    return w;
}

static struct timestamp utc(const char *text)
{
    struct timestamp t;
    assert_true(timestamp_parse_rfc3339(str_of(text), &t));
    return t;
}

static const char letters[] = {[SCHEDULE_SCHEDULED] = ' ', [SCHEDULE_CANCELLED] = 'x', [SCHEDULE_MOVED] = '>'};

/* "key starts/ends" of each date on a line, with what became of it. */
static const char *dates_text(struct arena *arena, const struct schedule_dates *dates)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, out, OUT);
    for (size_t i = 0; i < dates->count; i++) {
        const struct schedule_date *d = &dates->items[i];
        char key[WALL_TEXT], starts[WALL_TEXT], ends[WALL_TEXT];
        buf_printf(out, STR_FMT " " STR_FMT "/" STR_FMT "%c%d\n", STR_ARG(wall_text(d->key, key)), STR_ARG(wall_text(d->starts, starts)),
                   STR_ARG(wall_text(d->ends, ends)), letters[d->status], d->rule);
    }
    buf_add_char(out, '\0');
    return buf_str(out).p;
}

static void expect(const struct schedule *schedule, const char *from, const char *until, const char *want)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_dates dates;
    struct schedule_error error = {.message = ""};
    if (!schedule_expand(arena, schedule, utc(from), utc(until), &dates, &error))
        fail_msg("refused: %s", error.message);
    assert_string_equal(dates_text(arena, &dates), want);
    arena_free(arena);
}

static struct schedule_rule weekly(const char *starts, int64_t minutes)
{
    return (struct schedule_rule){.starts = wall(starts), .minutes = minutes, .rrule = STR("FREQ=WEEKLY")};
}

static void test_sets(void **state)
{
    (void)state;
    struct schedule_rule rule = weekly("2026-05-03T09:00", 360);
    struct wall exdates[] = {wall("2026-05-10T09:00"), wall("2026-05-17T09:00")}, rdates[] = {wall("2026-05-03T09:00"), wall("2026-05-06T10:00")};
    struct schedule_override overrides[] = {
        {.key = wall("2026-05-24T09:00"), .status = SCHEDULE_MOVED, .timed = true, .starts = wall("2026-05-23T09:00"), .ends = wall("2026-05-23T12:00")},
        {.key = wall("2026-05-17T09:00"), .status = SCHEDULE_CANCELLED, .reason = STR("rain")},
        {.key = wall("2026-05-24T09:00"), .status = SCHEDULE_MOVED, .timed = true, .starts = wall("2026-05-25T10:00"), .ends = wall("2026-05-25T12:00")},
        {.key = wall("2026-05-30T09:00"), .status = SCHEDULE_MOVED, .timed = true, .starts = wall("2026-06-01T09:00"), .ends = wall("2026-06-01T10:00")},
    };
    rule.exdates = exdates, rule.exdate_count = 2, rule.rdates = rdates, rule.rdate_count = 2;
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .rules = &rule, .rule_count = 1, .overrides = overrides, .override_count = 4};
    const char *want = "2026-05-03T09:00 2026-05-03T09:00/2026-05-03T15:00 0\n"
                       "2026-05-06T10:00 2026-05-06T10:00/2026-05-06T16:00 0\n"
                       "2026-05-17T09:00 2026-05-17T09:00/2026-05-17T15:00x0\n"
                       "2026-05-24T09:00 2026-05-25T10:00/2026-05-25T12:00>0\n"
                       "2026-05-31T09:00 2026-05-31T09:00/2026-05-31T15:00 0\n"
                       "2026-05-30T09:00 2026-06-01T09:00/2026-06-01T10:00>-2\n";
    expect(&schedule, "2026-05-01T00:00:00Z", "2026-06-02T00:00:00Z", want);
    struct arena *arena = arena_new(BUDGET);
    struct schedule_dates dates;
    assert_true(schedule_expand(arena, &schedule, utc("2026-06-10T00:00:00Z"), utc("2026-06-12T00:00:00Z"), &dates, NULL));
    assert_int_equal(dates.count, 0);
    assert_int_equal(dates.orphans, 1); /* told wherever one looks */
    assert_int_equal(dates.orphan_indexes[0], 3);
    arena_free(arena);
}

static void test_one_date_of_two_rules(void **state)
{
    (void)state;
    struct wall exdate = wall("2026-05-10T09:00");
    struct schedule_rule rules[] = {weekly("2026-05-03T09:00", 60), weekly("2026-05-10T09:00", 90), {.starts = wall("2026-05-04T09:00"), .minutes = 30}};
    struct schedule_override moved = {.key = wall("2026-05-04T09:00"), .status = SCHEDULE_MOVED, .timed = true,
                                      .starts = wall("2026-05-03T09:00"), .ends = wall("2026-05-03T10:00")};
    rules[0].exdates = &exdate, rules[0].exdate_count = 1;
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .rules = rules, .rule_count = 3, .overrides = &moved, .override_count = 1};
    expect(&schedule, "2026-05-01T00:00:00Z", "2026-05-18T00:00:00Z",
           "2026-05-03T09:00 2026-05-03T09:00/2026-05-03T10:00 0\n2026-05-10T09:00 2026-05-10T09:00/2026-05-10T10:30 1\n"
           "2026-05-17T09:00 2026-05-17T09:00/2026-05-17T10:00 0\n");
}

static void test_a_day_left_out(void **state)
{
    (void)state;
    struct wall day = wall("2026-05-10");
    struct schedule_rule rule = weekly("2026-05-03T09:00", 60);
    rule.exdates = &day, rule.exdate_count = 1, rule.rrule = STR("FREQ=WEEKLY;COUNT=3");
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .rules = &rule, .rule_count = 1};
    expect(&schedule, "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z",
           "2026-05-03T09:00 2026-05-03T09:00/2026-05-03T10:00 0\n2026-05-17T09:00 2026-05-17T09:00/2026-05-17T10:00 0\n");
}

static void expect_one(const char *zone, const char *starts, int64_t minutes, const char *starts_utc, int64_t seconds)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_rule rule = {.starts = wall(starts), .minutes = minutes};
    struct schedule schedule = {.zone = str_of(zone), .rules = &rule, .rule_count = 1};
    struct schedule_dates dates;
    assert_true(schedule_expand(arena, &schedule, utc("1999-01-01T00:00:00Z"), utc("2008-01-01T00:00:00Z"), &dates, NULL)
                && (dates.count || (schedule_expand(arena, &schedule, utc("2008-01-01T00:00:00Z"), utc("2018-01-01T00:00:00Z"), &dates, NULL) && dates.count)
                    || schedule_expand(arena, &schedule, utc("2018-01-01T00:00:00Z"), utc("2028-01-01T00:00:00Z"), &dates, NULL)));
    if (dates.count == 0)
        assert_true(schedule_expand(arena, &schedule, utc("2090-01-01T00:00:00Z"), utc("2099-01-01T00:00:00Z"), &dates, NULL));
    assert_int_equal(dates.count, 1);
    char out[TIMESTAMP_TEXT];
    assert_string_equal(arena_str(arena, timestamp_rfc3339(dates.items[0].starts_utc, out)).p, starts_utc);
    assert_int_equal((dates.items[0].ends_utc.us - dates.items[0].starts_utc.us) / 1000000, seconds);
    arena_free(arena);
}

static void test_clocks(void **state)
{
    (void)state;
    expect_one("Europe/Copenhagen", "2026-03-29T02:30", 60, "2026-03-29T01:30:00.000Z", HOUR);          /* skipped: 03:30 */
    expect_one("Europe/Copenhagen", "2026-03-29T01:00", 180, "2026-03-29T00:00:00.000Z", 2 * HOUR);     /* until 04:00 by the clock */
    expect_one("Europe/Copenhagen", "2026-10-25T02:30", 60, "2026-10-25T00:30:00.000Z", 2 * HOUR);      /* the first of two; until 03:30 */
    expect_one("America/New_York", "2026-03-08T02:30", 30, "2026-03-08T07:30:00.000Z", HOUR / 2);
    expect_one("America/New_York", "2026-11-01T01:30", 60, "2026-11-01T05:30:00.000Z", 2 * HOUR);
    expect_one("Australia/Lord_Howe", "2026-10-04T02:15", 60, "2026-10-03T15:45:00.000Z", HOUR / 2);    /* by half an hour: 02:45 to 03:15 */
    expect_one("Australia/Lord_Howe", "2026-04-05T01:45", 30, "2026-04-04T14:45:00.000Z", HOUR);
    expect_one("Africa/Casablanca", "2026-02-15T02:30", 60, "2026-02-15T01:30:00.000Z", 2 * HOUR);      /* back for Ramadan */
    expect_one("Asia/Kolkata", "2026-03-29T02:30", 60, "2026-03-28T21:00:00.000Z", HOUR);
    expect_one("America/Sao_Paulo", "2017-10-15T00:00", 60, "2017-10-15T03:00:00.000Z", HOUR);          /* no midnight */
    expect_one("Europe/Copenhagen", "2095-07-01T09:00", 60, "2095-07-01T07:00:00.000Z", HOUR);          /* past tzdata's tables */
    expect_one("Europe/Copenhagen", "2095-12-01T09:00", 60, "2095-12-01T08:00:00.000Z", HOUR);
    expect_one("UTC", "2020-02-29T23:59", 1, "2020-02-29T23:59:00.000Z", 60);
}

/* Every quarter of an hour around every change of these zones: an instant's reading gives an instant of that reading, and the instants of
 * readings never go back by more than the clocks do. */
static void test_zones_there_and_back(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata",
                                        "America/Sao_Paulo", "Europe/Dublin", "Pacific/Apia", "America/St_Johns"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone = zone_find(str_of(names[i]));
        assert_non_null(zone);
        for (int64_t second = 0; second < wall_date(2100, 1, 1).s;) {
            struct zone_time t = zone_at(zone, second);
            assert_true(t.since <= second && t.until > second);
            for (int64_t at = second; at < second + 2 * WALL_DAY; at += 15 * 60) {
                struct wall reading = zone_local(zone, (struct timestamp){at * 1000000});
                struct timestamp back = zone_instant(zone, reading);
                assert_int_equal(zone_local(zone, back).s, reading.s);
                assert_true(back.us <= at * 1000000);
            }
            if (t.until == INT64_MAX)
                break;
            second = t.until;
            assert_true(zone_at(zone, second).offset != t.offset || zone_at(zone, second).summer != t.summer || zone_at(zone, second).since == second);
        }
    }
    assert_null(zone_find(STR("Europe/Nowhere")));
    assert_null(zone_find(STR("../../etc/passwd")));
    assert_null(zone_find(STR("/etc/passwd")));
    assert_null(zone_find(STR("")));
    assert_null(zone_find(STR("tzdata.zi")));
    assert_null(zone_find(STR("Europe//Copenhagen"))); /* the file system finds all of these */
    assert_null(zone_find(STR("Europe/Copenhagen/")));
    assert_null(zone_find(STR("right/Europe/Copenhagen")));
    assert_null(zone_find(STR("posix/Europe/Copenhagen")));
    assert_null(zone_find(STR("localtime")));
}

static void today(const struct schedule *schedule, const char *now, const char *want)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_dates dates;
    assert_true(schedule_today(arena, schedule, utc(now), &dates, NULL));
    assert_string_equal(dates_text(arena, &dates), want);
    arena_free(arena);
}

static void test_today(void **state)
{
    (void)state;
    struct schedule_rule night = weekly("2026-05-02T22:00", 240);
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .rules = &night, .rule_count = 1};
    const char *saturday = "2026-05-02T22:00 2026-05-02T22:00/2026-05-03T02:00 0\n";
    today(&schedule, "2026-05-01T21:59:59Z", "");       /* Friday, a second before midnight */
    today(&schedule, "2026-05-01T22:00:00Z", saturday); /* Saturday, 0:00 */
    today(&schedule, "2026-05-02T21:59:59Z", saturday); /* going on */
    today(&schedule, "2026-05-02T22:00:00Z", saturday); /* Sunday, and still going on */
    today(&schedule, "2026-05-02T23:59:59Z", saturday);
    today(&schedule, "2026-05-03T00:00:00Z", "");       /* 2:00: over */
    struct schedule_rule midnight = {.starts = wall("2017-10-15T00:00"), .minutes = 60};
    schedule.zone = STR("America/Sao_Paulo"), schedule.rules = &midnight;
    today(&schedule, "2017-10-15T02:59:59Z", "");
    today(&schedule, "2017-10-15T03:00:00Z", "2017-10-15T00:00 2017-10-15T01:00/2017-10-15T02:00 0\n");
}

static void next(const struct schedule *schedule, const char *now, const char *want)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_dates dates;
    assert_true(schedule_next(arena, schedule, utc(now), &dates, NULL));
    assert_string_equal(dates_text(arena, &dates), want);
    arena_free(arena);
}

static void test_next(void **state)
{
    (void)state;
    struct schedule_rule rule = {.starts = wall("2024-02-29T09:00"), .minutes = 60, .rrule = STR("FREQ=YEARLY")};
    struct schedule_override cancelled = {.key = wall("2028-02-29T09:00"), .status = SCHEDULE_CANCELLED};
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .rules = &rule, .rule_count = 1};
    next(&schedule, "2024-02-29T08:59:59Z", "2024-02-29T09:00 2024-02-29T09:00/2024-02-29T10:00 0\n");
    next(&schedule, "2024-02-29T09:00:00Z", "2028-02-29T09:00 2028-02-29T09:00/2028-02-29T10:00 0\n");
    schedule.overrides = &cancelled, schedule.override_count = 1;
    next(&schedule, "2024-02-29T09:00:00Z", "2032-02-29T09:00 2032-02-29T09:00/2032-02-29T10:00 0\n");
    rule.rrule = STR("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
    schedule.override_count = 0;
    next(&schedule, "2024-02-29T09:00:00Z", "");
}

static void test_until_in_utc(void **state)
{
    (void)state;
    struct schedule_rule rule = {.starts = wall("2026-07-01T09:00"), .minutes = 60, .rrule = STR("FREQ=DAILY;UNTIL=20260702T065959Z")};
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .rules = &rule, .rule_count = 1};
    const char *first = "2026-07-01T09:00 2026-07-01T09:00/2026-07-01T10:00 0\n";
    expect(&schedule, "2026-06-01T00:00:00Z", "2026-08-01T00:00:00Z", first);
    rule.rrule = STR("FREQ=DAILY;UNTIL=20260702T070000Z"); /* 9:00 there */
    expect(&schedule, "2026-06-01T00:00:00Z", "2026-08-01T00:00:00Z",
           "2026-07-01T09:00 2026-07-01T09:00/2026-07-01T10:00 0\n2026-07-02T09:00 2026-07-02T09:00/2026-07-02T10:00 0\n");
}

static void refuse(struct schedule schedule, enum schedule_field field, size_t index, size_t at)
{
    struct arena *arena = arena_new(BUDGET);
    struct schedule_error error;
    assert_false(schedule_check(arena, &schedule, &error));
    assert_int_equal(error.field, field);
    assert_int_equal(error.index, index);
    assert_int_equal(error.at, at);
    assert_non_null(error.message);
    assert_false(schedule_check(arena, &schedule, NULL));
    arena_free(arena);
}

static void test_refusals(void **state)
{
    (void)state;
    struct schedule_rule rules[2] = {weekly("2026-05-03T09:00", 60), weekly("2026-05-03T09:00", 60)};
    struct schedule s = {.zone = STR("Europe/Copenhagen"), .rules = rules, .rule_count = 2};
    struct schedule_override over = {.key = wall("2026-05-03T09:00"), .status = SCHEDULE_MOVED};
    struct arena *arena = arena_new(BUDGET);
    assert_true(schedule_check(arena, &s, NULL));
    arena_free(arena);
    rules[1].minutes = 0;
    refuse(s, SCHEDULE_MINUTES, 1, 0);
    rules[1].minutes = 60, rules[1].rrule = STR("FREQ=WEEKLY;BYDAY=XX");
    refuse(s, SCHEDULE_RRULE, 1, 18);
    rules[1].rrule = STR("FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18");
    refuse(s, SCHEDULE_RRULE, 1, 0);
    static const char *const too_often[] = {"FREQ=HOURLY", "FREQ=MINUTELY;COUNT=3", "FREQ=SECONDLY;COUNT=1", "FREQ=HOURLY;INTERVAL=168", NULL};
    for (const char *const *rule = too_often; *rule; rule++) {
        rules[1].rrule = str_of(*rule);
        refuse(s, SCHEDULE_RRULE, 1, 0);
    }
    rules[1].rrule = STR("COUNT=3;FREQ=HOURLY");
    refuse(s, SCHEDULE_RRULE, 1, 8);
    rules[1].rrule = STR("FREQ=DAILY;BYHOUR=9,15");
    arena = arena_new(BUDGET);
    assert_true(schedule_check(arena, &s, NULL));
    arena_free(arena);
    s.opening_hours = STR("Sa 08:00-13:00; Mo 25");
    refuse(s, SCHEDULE_HOURS, 0, 21);
    s.opening_hours = STR_NULL, s.overrides = &over, s.override_count = 1;
    refuse(s, SCHEDULE_OVERRIDES, 0, 0);
    s.override_count = 0, s.zone = STR("Europe/Kopenhagen");
    refuse(s, SCHEDULE_ZONE, 0, 0);
}

/* Windows that meet give each date once, whatever was moved across their edges. */
static void test_windows(void **state)
{
    (void)state;
    struct schedule_override overrides[40];
    struct schedule_rule rule = weekly("2026-01-03T23:30", 90);
    for (int i = 0; i < 40; i++) {
        struct wall key = {rule.starts.s + i * 7LL * WALL_DAY};
        overrides[i] = (struct schedule_override){.key = key, .status = i % 3 ? SCHEDULE_MOVED : SCHEDULE_CANCELLED, .timed = i % 3 != 0,
                                                  .starts = {key.s + (i % 17 - 8) * 11LL * HOUR}, .ends = {key.s + (i % 17 - 8) * 11LL * HOUR + HOUR}};
    }
    struct schedule schedule = {.zone = STR("Australia/Lord_Howe"), .rules = &rule, .rule_count = 1, .overrides = overrides, .override_count = 40,
                                .opening_hours = STR("Su[1] 10:00-12:00; Apr off; We 22:00-02:00")};
    struct timestamp from = utc("2025-12-01T00:00:00Z"), until = utc("2027-03-01T00:00:00Z");
    struct arena *arena = arena_new(BUDGET);
    struct schedule_dates whole, part;
    size_t at = 0;
    assert_true(schedule_expand(arena, &schedule, from, until, &whole, NULL));
    for (int64_t step = 1; from.us < until.us; step = step * 3 % 1000003) {
        struct timestamp next_from = {from.us + (step % 400 + 1) * 30 * 60 * 1000000};
        next_from.us = next_from.us < until.us ? next_from.us : until.us;
        struct arena *small = arena_new(BUDGET);
        assert_true(schedule_expand(small, &schedule, from, next_from, &part, NULL));
        for (size_t i = 0; i < part.count; i++, at++) {
            assert_true(at < whole.count);
            assert_int_equal(part.items[i].key.s, whole.items[at].key.s);
        }
        arena_free(small);
        from = next_from;
    }
    assert_int_equal(at, whole.count);
    assert_true(whole.count > 100);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets), cmocka_unit_test(test_one_date_of_two_rules), cmocka_unit_test(test_a_day_left_out), cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_zones_there_and_back), cmocka_unit_test(test_today), cmocka_unit_test(test_next),
        cmocka_unit_test(test_until_in_utc), cmocka_unit_test(test_refusals), cmocka_unit_test(test_windows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
