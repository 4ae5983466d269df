/* The text of a schedule: what is written is read again the same, and what is refused says where. */
#include "market/schedule_json.h"
#include "core/buf.h"
#include "lib/arena.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

static const char *written(const struct schedule *schedule)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    schedule_json_write(&out, schedule);
    assert_false(out.failed);
    const char *text = arena_printf(arena, STR_FMT, STR_ARG(buf_str(&out))).p;
    buf_free(&out);
    return text;
}

static void test_goes_there_and_back(void **state)
{
    static const char *const texts[] = {
        "{}",
        "{\"opening_hours\":\"Sa 09:00-14:00\"}",
        "{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":360}]}",
        "{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":360,\"rrule\":\"FREQ=WEEKLY\",\"exdates\":[\"2026-05-10T09:00\"],"
        "\"rdates\":[\"2026-05-12T09:00\",\"2026-05-13T09:00\"]},{\"starts\":\"2026-12-24T23:30\",\"minutes\":1}]}",
        "{\"overrides\":[{\"key\":\"2026-06-07T09:00\",\"status\":\"moved\",\"starts\":\"2026-06-08T10:00\",\"ends\":\"2026-06-08T12:00\","
        "\"reason\":\"The \\\"hall\\\" is taken\",\"note\":\"n\"},{\"key\":\"2026-06-14T09:00\",\"status\":\"cancelled\"}]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct schedule schedule = {0};
        struct str where;
        assert_true(schedule_json_parse(arena, str_of(texts[i]), &schedule, &where));
        assert_string_equal(written(&schedule), texts[i]);
    }
}

static void test_fills_what_it_is_about_alone(void **state)
{
    struct schedule schedule = {.zone = STR("Europe/Copenhagen"), .opening_hours = STR("Su 10:00-12:00"), .rule_count = 3};
    struct str where;
    (void)state;
    assert_true(schedule_json_parse(arena, STR_NULL, &schedule, &where));
    assert_true(str_eq(schedule.zone, STR("Europe/Copenhagen")));
    assert_null(schedule.opening_hours.p);
    assert_int_equal(schedule.rule_count, 0);
    assert_int_equal(schedule.override_count, 0);
}

static void test_a_status_left_out_is_as_planned(void **state)
{
    struct schedule schedule = {0};
    struct str where;
    (void)state;
    assert_true(schedule_json_parse(arena, STR("{\"overrides\":[{\"key\":\"2026-06-07T09:00\",\"note\":\"Come early\"}]}"), &schedule, &where));
    assert_int_equal(schedule.overrides[0].status, SCHEDULE_SCHEDULED);
    assert_false(schedule.overrides[0].timed);
}

static void refused(const char *text, const char *expected)
{
    struct schedule schedule = {0};
    struct str where;
    if (schedule_json_parse(arena, str_of(text), &schedule, &where))
        fail_msg("taken: %s", text);
    if (!str_eq(where, str_of(expected)))
        fail_msg("%s: refused at " STR_FMT ", not %s", text, STR_ARG(where), expected);
}

static void test_refusals_say_where(void **state)
{
    (void)state;
    refused("[]", "schedule");
    refused("{\"rules\":", "schedule");
    refused("{\"rules\":[],\"rules\":[]}", "schedule");
    refused("{\"rulez\":[]}", "?");
    refused("{\"rules\":{}}", "rules");
    refused("{\"rules\":[7]}", "rules[0]");
    refused("{\"rules\":[{\"minutes\":60}]}", "rules[0].starts");
    refused("{\"rules\":[{\"starts\":\"2026-02-30T09:00\",\"minutes\":60}]}", "rules[0].starts");
    refused("{\"rules\":[{\"starts\":\"2026-05-03T09:00\"}]}", "rules[0].minutes");
    refused("{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":\"60\"}]}", "rules[0].minutes");
    refused("{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":1},{\"starts\":\"2026-05-03T09:00\",\"minutes\":1,\"rrule\":5}]}", "rules[1].rrule");
    refused("{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":1,\"exdates\":[\"tomorrow\"]}]}", "rules[0].exdates");
    refused("{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":1,\"rdates\":\"2026-05-03T09:00\"}]}", "rules[0].rdates");
    refused("{\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":1,\"colour\":\"red\"}]}", "rules[0].?");
    refused("{\"opening_hours\":[]}", "opening_hours");
    refused("{\"overrides\":[{}]}", "overrides[0].key");
    refused("{\"overrides\":[{\"key\":\"2026-06-07T09:00\",\"status\":\"maybe\"}]}", "overrides[0].status");
    refused("{\"overrides\":[{\"key\":\"2026-06-07T09:00\",\"status\":\"moved\",\"starts\":\"2026-06-08T09:00\"}]}", "overrides[0].ends");
    refused("{\"overrides\":[{\"key\":\"2026-06-07T09:00\",\"reason\":false}]}", "overrides[0].reason");
}

static void test_more_than_there_may_be_is_refused(void **state)
{
    struct buf out;
    struct schedule schedule = {0};
    struct str where;
    (void)state;
    buf_init(&out, 1 << 20);
    buf_add(&out, STR("{\"rules\":["));
    for (int i = 0; i <= SCHEDULE_RULES_MOST; i++)
        buf_printf(&out, "%s{\"starts\":\"2026-05-03T09:00\",\"minutes\":60}", i > 0 ? "," : "");
    buf_add(&out, STR("]}"));
    assert_false(out.failed);
    assert_false(schedule_json_parse(arena, buf_str(&out), &schedule, &where));
    assert_true(str_eq(where, STR("rules")));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_goes_there_and_back), ARENA_TEST(test_fills_what_it_is_about_alone), ARENA_TEST(test_a_status_left_out_is_as_planned),
        ARENA_TEST(test_refusals_say_where),  ARENA_TEST(test_more_than_there_may_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
