#include "core/arena.h"
#include "core/buf.h"
#include "core/memory.h"

#include <setjmp.h>

#include <cmocka.h>

#include "unit/core/dies.h"

static void test_arena_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 3000; size += 7) {
            unsigned char *p = arena_alloc(arena, size);
            assert_int_equal((uintptr_t)p % 16, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xAA, size);
        }
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_free(arena);
}

static void test_arena_allocations_do_not_overlap(void **state)
{
    (void)state;
    struct arena *arena = arena_new(8 << 20);
    unsigned char *p[500];
    for (size_t i = 0; i < 500; i++) {
        p[i] = arena_alloc(arena, i * 17 + 1);
        memset(p[i], (int)(i & 255), i * 17 + 1);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t j = 0; j < i * 17 + 1; j++)
            assert_int_equal(p[i][j], i & 255);
    arena_free(arena);
}

static void test_arena_full_is_sticky_past_the_cap(void **state)
{
    (void)state;
    struct arena *arena = arena_new(100000);
    arena_alloc(arena, 90000);
    assert_false(arena_full(arena));
    memset(arena_alloc(arena, 20000), 1, 20000); /* still usable memory */
    assert_true(arena_full(arena));
    arena_alloc(arena, 1);
    assert_true(arena_full(arena));
    arena_reset(arena);
    assert_false(arena_full(arena));
    arena_free(arena);
}

static void past_twice_the_cap(void)
{
    struct arena *arena = arena_new(1000);
    for (int i = 0; i < 1000; i++)
        arena_alloc(arena, 64);
}

static void one_huge(void)
{
    arena_alloc(arena_new(1000), SIZE_MAX);
}

static void one_nearly_huge(void)
{
    arena_alloc(arena_new(SIZE_MAX), SIZE_MAX - 8);
}

static void product_overflows(void)
{
    arena_array(arena_new(1 << 20), SIZE_MAX / 2, 3);
}

static void lengths_overflow(void)
{
    struct str parts[] = {{"a", SIZE_MAX}, {"b", 2}};
    arena_join(arena_new(1 << 20), 2, parts);
}

static void no_such_memory(void)
{
    memory_new((size_t)1 << 62);
}

static void test_what_cannot_be_had_ends_the_process(void **state)
{
    (void)state;
    assert_true(dies(past_twice_the_cap));
    assert_true(dies(one_huge));
    assert_true(dies(one_nearly_huge));
    assert_true(dies(product_overflows));
    assert_true(dies(lengths_overflow));
    assert_true(dies(no_such_memory));
}

static char order[8];
static size_t ran;

static void note(void *with)
{
    order[ran++] = *(const char *)with;
}

static void test_deferred_calls_run_newest_first_and_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    char a = 'a', b = 'b', c = 'c';
    ran = 0;
    arena_defer(arena, note, &a);
    arena_defer(arena, note, &b);
    arena_reset(arena);
    arena_defer(arena, note, &c);
    arena_free(arena);
    assert_int_equal(ran, 3);
    assert_memory_equal(order, "bac", 3);
    arena_free(NULL);
}

static void test_arena_texts(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct str copy = arena_str(arena, (struct str){"abcd", 3});
    assert_string_equal(copy.p, "abc");
    assert_null(arena_str(arena, STR_NULL).p);
    assert_string_equal(arena_str(arena, STR("")).p, "");
    struct str parts[] = {STR("one"), STR_NULL, STR(""), STR("two")};
    assert_string_equal(arena_join(arena, 4, parts).p, "onetwo");
    assert_string_equal(arena_join(arena, 0, NULL).p, "");
    struct str printed = arena_printf(arena, "%d " STR_FMT, 42, STR_ARG(copy));
    assert_string_equal(printed.p, "42 abc");
    assert_int_equal(printed.n, 6);
    char wide[5000];
    memset(wide, 'x', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    assert_int_equal(arena_printf(arena, "%s", wide).n, 4999);
    arena_free(arena);
}

static void test_buf_fails_stickily_at_its_limit(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    assert_non_null(buf_str(&b).p); /* empty, not absent */
    buf_add(&b, STR("12345"));
    buf_add_char(&b, '6');
    buf_add_int64(&b, 789);
    assert_false(b.failed);
    buf_printf(&b, "%c", '0');
    assert_false(b.failed); /* exactly full */
    assert_true(str_eq(buf_str(&b), STR("1234567890")));
    buf_add(&b, STR(""));
    assert_false(b.failed);
    buf_add_char(&b, 'x');
    assert_true(b.failed);
    assert_true(str_eq(buf_str(&b), STR("1234567890")));
    buf_clear(&b);
    assert_false(b.failed);
    buf_printf(&b, "%s", "12345678901");
    assert_true(b.failed);
    buf_add_char(&b, 'y'); /* would fit, but what came before is missing */
    assert_int_equal(b.n, 0);
    buf_free(&b);
    buf_add(&b, STR("again"));
    assert_true(str_eq(buf_str(&b), STR("again")));
    buf_free(&b);
}

static void test_buf_grows(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 100000; i++)
        buf_add_char(&b, (char)('a' + i % 26));
    buf_printf(&b, "%s", "end");
    assert_int_equal(b.n, 100003);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(b.p[i], 'a' + (int)(i % 26));
    buf_add_bytes(&b, b.p, SIZE_MAX); /* no overflow of n + more */
    assert_true(b.failed);
    assert_int_equal(b.n, 100003);
    buf_free(&b);
}

static void test_buf_integers(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 100);
    buf_add_int64(&b, INT64_MIN);
    buf_add_char(&b, ' ');
    buf_add_int64(&b, INT64_MAX);
    assert_true(str_eq(buf_str(&b), STR("-9223372036854775808 9223372036854775807")));
    buf_free(&b);
}

static struct str written_in(struct arena *arena, bool twice)
{
    struct buf b;
    buf_init_in(arena, &b, 1 << 20);
    for (int i = 0; i < 1000; i++)
        buf_add(&b, STR("grows "));
    if (twice) {
        buf_free(&b);
        buf_add(&b, STR("again"));
    }
    return buf_str(&b);
}

static void test_buf_of_an_arena_may_be_gone_before_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct str grown = written_in(arena, false), again = written_in(arena, true);
    assert_int_equal(grown.n, 6000);
    assert_true(str_ends_with(grown, STR("grows ")));
    assert_true(str_eq(again, STR("again")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_is_zeroed_and_aligned),
        cmocka_unit_test(test_arena_allocations_do_not_overlap),
        cmocka_unit_test(test_arena_full_is_sticky_past_the_cap),
        cmocka_unit_test(test_what_cannot_be_had_ends_the_process),
        cmocka_unit_test(test_deferred_calls_run_newest_first_and_once),
        cmocka_unit_test(test_arena_texts),
        cmocka_unit_test(test_buf_fails_stickily_at_its_limit),
        cmocka_unit_test(test_buf_grows),
        cmocka_unit_test(test_buf_integers),
        cmocka_unit_test(test_buf_of_an_arena_may_be_gone_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
