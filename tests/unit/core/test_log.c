#include "core/json_read.h"
#include "core/log.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/core/dies.h"
#include "lib/arena.h"

static char bytes[65536];
static size_t length;

/* What WRITE logs, into BYTES. */
static void capture(void (*write_log)(void))
{
    int ends[2], before = dup(STDERR_FILENO);
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    dup2(ends[1], STDERR_FILENO);
    write_log();
    dup2(before, STDERR_FILENO);
    ssize_t n = read(ends[0], bytes, sizeof bytes);
    length = n > 0 ? (size_t)n : 0;
    close(ends[0]);
    close(ends[1]);
    close(before);
}

/* The one line that was logged, parsed; its context. */
static struct json_value *line_logged(struct json_value **context)
{
    struct json_value *line;
    struct json_error error;
    assert_true(length > 1 && length <= PIPE_BUF);
    assert_ptr_equal(memchr(bytes, '\n', length), bytes + length - 1);
    assert_int_equal(json_parse(arena, (struct str){bytes, length}, 4, true, &line, &error), JSON_OK);
    *context = json_member(line, STR("context"));
    return line;
}

static struct str text_of(const struct json_value *object, struct str name)
{
    struct str text;
    assert_true(json_as_text(json_member(object, name), &text));
    return text;
}

static void log_one(void)
{
    log_init("curio-test", LOG_INFO);
    log_request_id(STR("0123-abc"));
    log_with(LOG_WARN, "Some \"thing\"\n", log_text("path", STR("/a\xFF\x01")), log_number("statusCode", 503));
    log_request_id(STR_NULL);
}

static void test_a_line_is_one_json_object(void **state)
{
    struct json_value *context;
    int64_t status;
    (void)state;
    capture(log_one);
    struct json_value *line = line_logged(&context);
    assert_true(str_eq(text_of(line, STR("level")), STR("warn")));
    assert_true(str_eq(text_of(line, STR("message")), STR("Some \"thing\"\n")));
    assert_int_equal(text_of(line, STR("timestamp")).n, 24);
    assert_true(str_eq(text_of(context, STR("program")), STR("curio-test")));
    assert_true(str_eq(text_of(context, STR("requestId")), STR("0123-abc")));
    assert_true(str_eq(text_of(context, STR("path")), STR("/a\xEF\xBF\xBD\x01")));
    assert_true(json_as_int64(json_member(context, STR("statusCode")), &status));
    assert_int_equal(status, 503);
}

static void log_huge(void)
{
    static char huge[100000];
    memset(huge, '"', sizeof huge - 1); /* each doubles when escaped */
    log_request_id((struct str){huge, sizeof huge - 1});
    log_with(LOG_ERROR, huge, log_text("a", str_of(huge)), log_text("b", str_of(huge)), log_text("c", str_of(huge)));
    log_request_id(STR_NULL);
}

static void log_huge_text(void)
{
    static char huge[100000];
    memset(huge, 'x', sizeof huge - 1);
    log_error("%s", huge);
}

static void test_long_lines_stay_whole(void **state)
{
    struct json_value *context;
    (void)state;
    capture(log_huge);
    line_logged(&context);
    capture(log_huge_text);
    assert_int_equal(text_of(line_logged(&context), STR("message")).n, 1024);
}

static void log_control_bytes(void)
{
    static char hostile[2000];
    memset(hostile, 1, sizeof hostile - 1); /* each becomes six */
    log_error("%s", hostile);
    log_event(LOG_ERROR, hostile, 0, NULL);
}

static void test_hostile_text_does_not_silence_the_log(void **state)
{
    (void)state;
    capture(log_control_bytes);
    assert_true(length > 2);
    size_t lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += bytes[i] == '\n';
    assert_int_equal(lines, 2);
}

static void log_quietly(void)
{
    log_init("curio-test", LOG_WARN);
    log_info("not %s", "this");
    log_event(LOG_DEBUG, "nor this", 0, NULL);
    log_init("curio-test", LOG_SILENT);
    log_error("nor this");
    log_init("curio-test", LOG_INFO);
}

static void test_what_is_too_low_is_left_out(void **state)
{
    (void)state;
    capture(log_quietly);
    assert_int_equal(length, 0);
}

static void log_cookie(void)
{
    log_with(LOG_INFO, "x", log_text("setCookie", STR("value")));
}

static void log_token(void)
{
    log_with(LOG_INFO, "x", log_text("refresh_token", STR("value")));
}

static void test_secrets_are_refused(void **state)
{
    (void)state;
    assert_true(dies(log_cookie));
    assert_true(dies(log_token));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_is_one_json_object),
        cmocka_unit_test(test_long_lines_stay_whole),
        cmocka_unit_test(test_hostile_text_does_not_silence_the_log),
        cmocka_unit_test(test_what_is_too_low_is_left_out),
        cmocka_unit_test(test_secrets_are_refused),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
