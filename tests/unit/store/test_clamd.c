/* Talking to a scanner: the real clamd with a database of its own, and one that hangs, lies and goes away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <cmocka.h>
#include <zlib.h>

#include "core/timestamp.h"
#include "lib/scanner.h"

static struct arena *arena;
static struct scanner real;
static bool has_real;

static int file_of(const void *bytes, size_t n)
{
    int descriptor = memfd_create("build", MFD_CLOEXEC);
    assert_int_equal(write(descriptor, bytes, n), n);
    assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
    return descriptor;
}

static enum clamd_result scan_bytes(const char *socket, const void *bytes, size_t n, struct str *detail)
{
    const struct clamd clamd = {.socket = socket, .timeout_seconds = 10, .bytes_max = 0};
    int descriptor = file_of(bytes, n);
    enum clamd_result result = clamd_scan(&clamd, arena, descriptor, detail);
    close(descriptor);
    return result;
}

static void need_real(void)
{
    if (has_real) return;
    print_message("clamd is not installed: skipped\n");
    skip();
}

static void test_real_clean(void **state)
{
    (void)state;
    need_real();
    struct str detail;
    assert_int_equal(scan_bytes(real.socket, "a castle", 8, &detail), CLAMD_CLEAN);
    assert_int_equal(scan_bytes(real.socket, "", 0, &detail), CLAMD_CLEAN);
}

static void test_real_infected(void **state)
{
    (void)state;
    need_real();
    struct str detail;
    assert_int_equal(scan_bytes(real.socket, scanner_eicar, sizeof scanner_eicar - 1, &detail), CLAMD_INFECTED);
    assert_true(str_starts_with(detail, STR("Curio.Test.Eicar")));
}

static size_t gzip(const void *bytes, size_t n, void *into, size_t room)
{
    z_stream stream = {.next_in = (void *)(uintptr_t)bytes, .avail_in = (uInt)n, .next_out = into, .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t made = stream.total_out;
    deflateEnd(&stream);
    return made;
}

static void test_real_infected_inside_gzip(void **state)
{
    (void)state;
    need_real();
    char packed[512];
    struct str detail;
    size_t n = gzip(scanner_eicar, sizeof scanner_eicar - 1, packed, sizeof packed);
    assert_int_equal(scan_bytes(real.socket, packed, n, &detail), CLAMD_INFECTED);
}

/* Past the stream's length clamd answers in the middle and hangs up. */
static void test_real_longer_than_its_stream_limit(void **state)
{
    (void)state;
    need_real();
    static char large[4 << 20];
    struct str detail;
    assert_int_equal(scan_bytes(real.socket, large, sizeof large, &detail), CLAMD_NOT_FULLY_SCANNED);
}

/* A small file that unpacks past clamd's limits is neither clean nor infected. */
static void test_real_unpacks_past_its_limit(void **state)
{
    (void)state;
    need_real();
    static char large[4 << 20], packed[64 << 10];
    struct str detail;
    size_t n = gzip(large, sizeof large, packed, sizeof packed);
    assert_int_equal(scan_bytes(real.socket, packed, n, &detail), CLAMD_NOT_FULLY_SCANNED);
    assert_true(str_find(detail, STR("Heuristics.Limits.Exceeded")) >= 0);
}

static void test_real_answers_ping(void **state)
{
    (void)state;
    need_real();
    assert_true(clamd_healthy(&(struct clamd){real.socket, 2, 0}));
}

static enum clamd_result scan_by_fake(enum manner manner, const char *reply, size_t n, size_t file, struct str *detail)
{
    static char zeros[8 << 20];
    struct scanner fake;
    fake_start(&fake, manner, reply, n);
    enum clamd_result result = scan_bytes(fake.socket, zeros, file, detail);
    fake_stop(&fake);
    return result;
}

static void test_every_reply_is_judged(void **state)
{
    (void)state;
    static const struct {
        const char *reply;
        enum clamd_result result;
    } replies[] = {
        {"stream: OK", CLAMD_CLEAN},
        {"stream: Win.Test.EICAR_HDB-1 FOUND", CLAMD_INFECTED},
        {"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", CLAMD_NOT_FULLY_SCANNED},
        {"stream: Heuristics.Limits.Exceeded FOUND", CLAMD_NOT_FULLY_SCANNED},
        {"INSTREAM size limit exceeded. ERROR", CLAMD_NOT_FULLY_SCANNED},
        {"stream: Time limit reached ERROR", CLAMD_NOT_FULLY_SCANNED},
        {"stream: Can't allocate memory ERROR", CLAMD_ERROR},
        {"UNKNOWN COMMAND", CLAMD_ERROR},
        {"", CLAMD_ERROR},
        {"stream: OK stream: OK", CLAMD_ERROR},
        {"stream: ok", CLAMD_ERROR},
        {"OK", CLAMD_ERROR},
        {"stream:  FOUNDATION OK", CLAMD_ERROR},
        {"other: Name FOUND", CLAMD_ERROR},
    };
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        struct str detail;
        size_t n = strlen(replies[i].reply) + 1;
        assert_int_equal(scan_by_fake(FAKE_ANSWERS, replies[i].reply, n, 100000, &detail), replies[i].result);
    }
}

static void test_an_infection_is_named(void **state)
{
    (void)state;
    struct str detail;
    assert_int_equal(scan_by_fake(FAKE_ANSWERS, "stream: A.Name-1 FOUND", 23, 10, &detail), CLAMD_INFECTED);
    assert_true(str_eq(detail, STR("A.Name-1")));
}

static void test_an_answer_in_the_middle_is_heard(void **state)
{
    (void)state;
    struct str detail;
    static const char reply[] = "INSTREAM size limit exceeded. ERROR";
    assert_int_equal(scan_by_fake(FAKE_ANSWERS_EARLY, reply, sizeof reply, 8 << 20, &detail), CLAMD_NOT_FULLY_SCANNED);
}

static void test_garbage_without_an_end(void **state)
{
    (void)state;
    static char garbage[5000];
    struct str detail;
    memset(garbage, 'A', sizeof garbage);
    assert_int_equal(scan_by_fake(FAKE_ANSWERS, garbage, sizeof garbage, 10, &detail), CLAMD_ERROR);
}

static void test_half_an_answer_is_none(void **state)
{
    (void)state;
    struct str detail;
    assert_int_equal(scan_by_fake(FAKE_ANSWERS, "stream: OK", 10, 10, &detail), CLAMD_AWAY);
}

static void test_gone_in_the_middle(void **state)
{
    (void)state;
    struct str detail;
    assert_int_equal(scan_by_fake(FAKE_CLOSES, "", 0, 8 << 20, &detail), CLAMD_AWAY);
}

static void test_hanging_ends_in_time(void **state)
{
    (void)state;
    struct scanner fake;
    struct str detail;
    int64_t started = monotonic_us();
    int descriptor = file_of("x", 1);
    fake_start(&fake, FAKE_HANGS, "", 0);
    const struct clamd clamd = {fake.socket, 1, 0};
    assert_int_equal(clamd_scan(&clamd, arena, descriptor, &detail), CLAMD_AWAY);
    assert_false(clamd_healthy(&clamd));
    fake_stop(&fake);
    close(descriptor);
    assert_in_range(monotonic_us() - started, 1000000, 6000000);
}

static void test_nobody_there(void **state)
{
    (void)state;
    struct str detail;
    assert_int_equal(scan_bytes("/tmp/curio-no-such-socket", "x", 1, &detail), CLAMD_AWAY);
    assert_int_equal(scan_bytes("", "x", 1, &detail), CLAMD_AWAY);
    char too_long[300];
    memset(too_long, 'x', sizeof too_long);
    too_long[sizeof too_long - 1] = '\0';
    assert_int_equal(scan_bytes(too_long, "x", 1, &detail), CLAMD_AWAY);
    assert_false(clamd_healthy(&(struct clamd){"/tmp/curio-no-such-socket", 1, 0}));
}

static void test_larger_than_allowed_is_not_sent(void **state)
{
    (void)state;
    struct str detail;
    int descriptor = file_of("12345", 5);
    const struct clamd clamd = {"/tmp/curio-no-such-socket", 1, 4};
    assert_int_equal(clamd_scan(&clamd, arena, descriptor, &detail), CLAMD_NOT_FULLY_SCANNED);
    close(descriptor);
}

static int start_all(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    has_real = scanner_start(&real, "1M");
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    scanner_stop(&real);
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_clean),
        cmocka_unit_test(test_real_infected),
        cmocka_unit_test(test_real_infected_inside_gzip),
        cmocka_unit_test(test_real_longer_than_its_stream_limit),
        cmocka_unit_test(test_real_unpacks_past_its_limit),
        cmocka_unit_test(test_real_answers_ping),
        cmocka_unit_test(test_every_reply_is_judged),
        cmocka_unit_test(test_an_infection_is_named),
        cmocka_unit_test(test_an_answer_in_the_middle_is_heard),
        cmocka_unit_test(test_garbage_without_an_end),
        cmocka_unit_test(test_half_an_answer_is_none),
        cmocka_unit_test(test_gone_in_the_middle),
        cmocka_unit_test(test_hanging_ends_in_time),
        cmocka_unit_test(test_nobody_there),
        cmocka_unit_test(test_larger_than_allowed_is_not_sent),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
