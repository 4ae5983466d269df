/* Against a redis-server of its own on a Unix socket in a temporary folder. */
#include "store/cache.h"

#include "core/timestamp.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/curio-cache-XXXXXX";
static char socket_path[64];
static pid_t server;
static struct arena *arena;

/* Its socket is there a moment before it listens. */
static bool answers(void)
{
    struct cache *cache = cache_open(socket_path);
    bool healthy = cache_healthy(cache);
    cache_close(cache);
    return healthy;
}

static void server_start(void)
{
    server = fork();
    if (server == 0) {
        execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket_path, "--save", "", "--dir", folder,
               "--logfile", "redis.log", (char *)NULL);
        _exit(127);
    }
    for (int tries = 0; !answers(); tries++) {
        assert_true(tries < 500);
        usleep(10000);
    }
}

static void server_stop(void)
{
    kill(server, SIGCONT);
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
}

static int setup(void **state)
{
    *state = NULL;
    if (!mkdtemp(folder))
        return -1;
    snprintf(socket_path, sizeof socket_path, "%s/redis.sock", folder);
    arena = arena_new(1 << 20);
    server_start();
    return 0;
}

static int teardown(void **state)
{
    char log_path[64];
    (void)state;
    server_stop();
    snprintf(log_path, sizeof log_path, "%s/redis.log", folder);
    unlink(log_path);
    arena_free(arena);
    return rmdir(folder);
}

static void test_get_what_was_set(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct str value, bytes = {"a\0\r\n\xFF", 5};
    assert_true(cache_healthy(cache));
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_MISS);
    cache_set(cache, STR("key"), bytes, 60);
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_HIT);
    assert_true(str_eq(value, bytes));
    cache_set(cache, STR("key"), STR(""), 60);
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_HIT);
    assert_true(value.p && value.n == 0);
    assert_int_equal(cache_get(cache, arena, STR("other"), &value), CACHE_MISS);
    cache_close(cache);
}

static void test_what_was_set_expires(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct str value;
    cache_set(cache, STR("brief"), STR("x"), 1);
    usleep(1100000);
    assert_int_equal(cache_get(cache, arena, STR("brief"), &value), CACHE_MISS);
    cache_close(cache);
}

static void test_words_are_not_commands(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct str value, key = STR("k\r\nFLUSHALL\r\n %s %b");
    cache_set(cache, STR("stays"), STR("here"), 60);
    cache_set(cache, key, STR("%d\r\nDEL stays\r\n"), 60);
    assert_int_equal(cache_get(cache, arena, STR("stays"), &value), CACHE_HIT);
    assert_int_equal(cache_get(cache, arena, key, &value), CACHE_HIT);
    assert_true(str_eq(value, STR("%d\r\nDEL stays\r\n")));
    cache_close(cache);
}

static void test_rate_allows_a_burst_then_refuses(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    for (int64_t i = 0; i < 5; i++) {
        assert_int_equal(cache_rate(cache, STR("rate:burst"), 5, 3600, &limit), CACHE_HIT);
        assert_true(limit.allowed);
        assert_int_equal(limit.remaining, 4 - i);
        assert_int_equal(limit.retry_seconds, 0);
        assert_in_range(limit.reset_seconds, 720 * (i + 1) - 1, 720 * (i + 1));
    }
    assert_int_equal(cache_rate(cache, STR("rate:burst"), 5, 3600, &limit), CACHE_HIT);
    assert_false(limit.allowed);
    assert_int_equal(limit.remaining, 0);
    assert_in_range(limit.retry_seconds, 715, 720);
    assert_in_range(limit.reset_seconds, 3595, 3600);
    assert_int_equal(cache_rate(cache, STR("rate:other"), 5, 3600, &limit), CACHE_HIT);
    assert_true(limit.allowed);
    cache_close(cache);
}

static void test_rate_refills_and_refusals_cost_nothing(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    assert_int_equal(cache_rate(cache, STR("rate:refill"), 2, 1, &limit), CACHE_HIT);
    assert_int_equal(cache_rate(cache, STR("rate:refill"), 2, 1, &limit), CACHE_HIT);
    for (int i = 0; i < 20; i++)
        assert_int_equal(cache_rate(cache, STR("rate:refill"), 2, 1, &limit), CACHE_HIT);
    assert_false(limit.allowed);
    assert_int_equal(limit.retry_seconds, 1);
    usleep(600000); /* more than one interval of half a second */
    assert_int_equal(cache_rate(cache, STR("rate:refill"), 2, 1, &limit), CACHE_HIT);
    assert_true(limit.allowed);
    cache_close(cache);
}

static void test_rate_forgives_what_other_settings_left(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    for (int i = 0; i < 3; i++)
        assert_int_equal(cache_rate(cache, STR("rate:setting"), 3, 86400, &limit), CACHE_HIT);
    assert_int_equal(cache_rate(cache, STR("rate:setting"), 10, 10, &limit), CACHE_HIT);
    assert_false(limit.allowed);
    assert_in_range(limit.reset_seconds, 9, 10);
    cache_close(cache);
}

/* WORDS as on a command line, without quotes. */
static void tell_server(const char *words)
{
    char command[200];
    int status;
    snprintf(command, sizeof command, "exec redis-cli -s %s %s >/dev/null", socket_path, words);
    pid_t client = fork();
    if (client == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    waitpid(client, &status, 0);
    assert_int_equal(status, 0);
}

static void test_rate_survives_a_script_flush(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    assert_int_equal(cache_rate(cache, STR("rate:flush"), 2, 60, &limit), CACHE_HIT);
    tell_server("SCRIPT FLUSH");
    assert_int_equal(cache_rate(cache, STR("rate:flush"), 2, 60, &limit), CACHE_HIT);
    assert_int_equal(limit.remaining, 0);
    cache_close(cache);
}

static void test_rate_at_its_finest(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    assert_int_equal(cache_rate(cache, STR("rate:fine"), 1000000, 1, &limit), CACHE_HIT);
    assert_true(limit.allowed);
    assert_int_equal(limit.remaining, 999999);
    assert_int_equal(cache_rate(cache, STR("rate:long"), 1, INT64_C(86400) * 365, &limit), CACHE_HIT);
    assert_true(limit.allowed);
    assert_int_equal(cache_rate(cache, STR("rate:long"), 1, INT64_C(86400) * 365, &limit), CACHE_HIT);
    assert_false(limit.allowed);
    cache_close(cache);
}

static void test_a_server_that_is_not_there_is_away(void **state)
{
    (void)state;
    struct cache *cache = cache_open("/nonexistent/redis.sock");
    struct str value;
    struct cache_limit limit;
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_AWAY);
    assert_int_equal(cache_rate(cache, STR("key"), 1, 1, &limit), CACHE_AWAY);
    cache_set(cache, STR("key"), STR("x"), 1);
    assert_false(cache_healthy(cache));
    cache_close(cache);
}

/* A stopped server still lets the kernel accept connections: only the time-out notices. */
static void test_a_stopped_server_stalls_once_a_second(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct str value;
    cache_set(cache, STR("key"), STR("x"), 60);
    assert_true(cache_steady(cache, 3600));
    kill(server, SIGSTOP);
    int64_t start = monotonic_us();
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_AWAY);
    assert_in_range(monotonic_us() - start, 150000, 450000);
    start = monotonic_us();
    for (int i = 0; i < 1000; i++)
        assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_AWAY);
    assert_true(monotonic_us() - start < 200000);
    usleep(1100000);
    start = monotonic_us();
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_AWAY); /* one more try, one more time-out */
    assert_in_range(monotonic_us() - start, 150000, 450000);
    kill(server, SIGCONT);
    usleep(1100000);
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_HIT);
    assert_true(str_eq(value, STR("x"))); /* not a late reply to what was asked before */
    assert_true(cache_steady(cache, 0));
    assert_false(cache_steady(cache, 3600)); /* whoever wants to delete something may have failed to, meanwhile */
    cache_close(cache);
}

static void test_a_restarted_server_is_found_again(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    struct str value;
    assert_int_equal(cache_rate(cache, STR("rate:restart"), 5, 60, &limit), CACHE_HIT);
    server_stop();
    assert_int_equal(cache_get(cache, arena, STR("key"), &value), CACHE_AWAY);
    server_start();
    usleep(1100000);
    assert_int_equal(cache_rate(cache, STR("rate:restart"), 5, 60, &limit), CACHE_HIT);
    assert_int_equal(limit.remaining, 4); /* the server forgot */
    cache_close(cache);
}

static void test_a_full_server_is_away(void **state)
{
    (void)state;
    struct cache *cache = cache_open(socket_path);
    struct cache_limit limit;
    tell_server("CONFIG SET maxmemory 1");
    assert_int_equal(cache_rate(cache, STR("full"), 1, 60, &limit), CACHE_AWAY);
    tell_server("CONFIG SET maxmemory 0");
    usleep(1100000);
    assert_int_equal(cache_rate(cache, STR("full"), 1, 60, &limit), CACHE_HIT);
    cache_close(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get_what_was_set),
        cmocka_unit_test(test_what_was_set_expires),
        cmocka_unit_test(test_words_are_not_commands),
        cmocka_unit_test(test_rate_allows_a_burst_then_refuses),
        cmocka_unit_test(test_rate_refills_and_refusals_cost_nothing),
        cmocka_unit_test(test_rate_forgives_what_other_settings_left),
        cmocka_unit_test(test_rate_survives_a_script_flush),
        cmocka_unit_test(test_rate_at_its_finest),
        cmocka_unit_test(test_a_server_that_is_not_there_is_away),
        cmocka_unit_test(test_a_stopped_server_stalls_once_a_second),
        cmocka_unit_test(test_a_restarted_server_is_found_again),
        cmocka_unit_test(test_a_full_server_is_away),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
