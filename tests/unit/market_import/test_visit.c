/* How a guest behaves: pauses, what "come again later" means, what counts as an address. */
#include "core/config.h"
#include "lib/arena.h"
#include "market/import/http.h"
#include "market/import/visit.h"

#include <setjmp.h>

#include <cmocka.h>

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

static void test_pauses(void **state)
{
    (void)state;
    assert_int_equal(visit_delay_ms(0, 400, 0, true), 400);        /* as slow as the site is */
    assert_int_equal(visit_delay_ms(4000, 400, 0, true), 2200);    /* half the way back at once */
    assert_int_equal(visit_delay_ms(400, 4000, 0, true), 4000);
    assert_int_equal(visit_delay_ms(400, 4, 2000, true), 2000);    /* never less than what is polite */
    assert_int_equal(visit_delay_ms(4000, 1, 0, false), 8000);     /* a failure is no reason to hurry */
    assert_int_equal(visit_delay_ms(50000, 1, 0, false), VISIT_DELAY_MOST_MS);
    assert_int_equal(visit_delay_ms(1000, 1, 600000, true), 600000);
}

static void test_retry_after(void **state)
{
    const struct timestamp now = {INT64_C(1784289600) * 1000000}; /* Fri, 17 Jul 2026 12:00:00 GMT */
    (void)state;
    assert_int_equal(http_retry_after_ms(STR("120"), now), 120000);
    assert_int_equal(http_retry_after_ms(STR("0"), now), 0);
    assert_int_equal(http_retry_after_ms(STR("Fri, 17 Jul 2026 12:00:30 GMT"), now), 30000);
    assert_int_equal(http_retry_after_ms(STR("Friday, 17-Jul-26 12:01:00 GMT"), now), 60000);
    assert_int_equal(http_retry_after_ms(STR("Fri, 17 Jul 2026 11:00:00 GMT"), now), 0);
    assert_int_equal(http_retry_after_ms(STR("99999999999"), now), INT64_C(7) * 86400 * 1000);
    assert_int_equal(http_retry_after_ms(STR("soon"), now), -1);
    assert_int_equal(http_retry_after_ms(STR(""), now), -1);
}

static void test_addresses(void **state)
{
    struct str origin, target;
    static const char *const none[] = {"", "example.org", "ftp://example.org/", "file:///etc/passwd", "https://user:secret@example.org/", "https://", "http://[::1", "javascript:1"};
    (void)state;
    assert_true(http_split(arena, STR("https://Example.org:443/a%20b?c=d#e"), &origin, &target));
    assert_string_equal(origin.p, "https://example.org");
    assert_string_equal(target.p, "/a%20b?c=d");
    assert_true(http_split(arena, STR("http://example.org:8080"), &origin, &target));
    assert_string_equal(origin.p, "http://example.org:8080");
    assert_string_equal(target.p, "/");
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(http_split(arena, str_of(none[i]), &origin, &target));
}

/* Names that the machine itself answers to are looked at once they are addresses: connecting is what is refused. */
static void test_closed_addresses_are_not_connected_to(void **state)
{
    static const char *const closed[] = {"http://127.0.0.1:9/", "http://localhost:9/", "http://2130706433:9/", "http://0x7f.1:9/", "http://[::1]:9/", "http://[::ffff:7f00:1]:9/",
                                         "http://0:9/", "http://169.254.169.254/latest/meta-data/"};
    struct http_answer answer;
    (void)state;
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        const struct http_request request = {.url = str_of(closed[i]), .agent = STR("Curio"), .bytes_most = 1000, .ms_most = 5000};
        if (http_get(arena, &request, &answer) != HTTP_PRIVATE)
            fail_msg("%s: %.*s", closed[i], STR_ARG(answer.why));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pauses), cmocka_unit_test(test_retry_after), ARENA_TEST(test_addresses),
                                       ARENA_TEST(test_closed_addresses_are_not_connected_to)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
