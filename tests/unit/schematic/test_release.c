#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schematic/release.h"

#define ASSERT_NAME(data_version, expected) assert_true(str_eq(release_name(data_version), STR(expected)))

static void names_the_release_or_the_one_before(void **unused)
{
    (void)unused;
    ASSERT_NAME(3700, "1.20.4");
    ASSERT_NAME(3699, "1.20.3");
    ASSERT_NAME(3697, "1.20.2");
    ASSERT_NAME(169, "1.9");
    ASSERT_NAME(1343, "1.12.2");
    assert_null(release_name(168).p);
    assert_null(release_name(0).p);
    assert_null(release_name(INT32_MIN).p);
    assert_true(str_eq(release_name(INT32_MAX), release_at(0)));
}

static void knows_the_data_version_of_a_name(void **unused)
{
    (void)unused;
    assert_int_equal(release_data_version(STR("1.20.4")), 3700);
    assert_int_equal(release_data_version(STR("1.20")), 3463);
    assert_int_equal(release_last_data_version(STR("1.20")), 3464);
    assert_int_equal(release_last_data_version(STR("1.20.4")), 3836);
    assert_int_equal(release_data_version(STR("1.20.9")), 0);
    assert_int_equal(release_last_data_version(STR("")), 0);
    assert_int_equal(release_data_version(STR_NULL), 0);
    assert_int_equal(release_last_data_version(release_at(0)), INT32_MAX);
}

static void lists_newest_first(void **unused)
{
    (void)unused;
    size_t i = 0;
    for (int32_t before = INT32_MAX; release_at(i).p; i++) {
        int32_t data_version = release_data_version(release_at(i));
        assert_true(data_version > 0 && data_version < before);
        assert_true(str_eq(release_name(data_version), release_at(i)));
        before = data_version;
    }
    assert_int_equal(i, 65);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_release_or_the_one_before),
        cmocka_unit_test(knows_the_data_version_of_a_name),
        cmocka_unit_test(lists_newest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
