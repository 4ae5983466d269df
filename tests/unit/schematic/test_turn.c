/* Builds that take long to read: at most half of the workers are at them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handlers/schematic/turn.h"
#include "lib/scratch.h"

static void half_of_the_workers_get_a_turn(void **state)
{
    (void)state;
    char folder[SCRATCH_PATH];
    int first = -1, second = -1, third = -1;
    scratch_make(folder);
    const struct config config = {.web_workers = 4, .run_dir = str_of(folder)};
    assert_true(turn_take(&config, &first));
    assert_true(turn_take(&config, &second));
    assert_true(first >= 0 && second >= 0 && first != second);
    assert_false(turn_take(&config, &third));
    assert_int_equal(third, -1);
    close(first);
    assert_true(turn_take(&config, &third));
    assert_true(third >= 0);
    close(second);
    close(third);
    scratch_remove(folder);
}

static void a_single_worker_has_one(void **state)
{
    (void)state;
    char folder[SCRATCH_PATH];
    int turn = -1, another = -1;
    scratch_make(folder);
    const struct config config = {.web_workers = 1, .run_dir = str_of(folder)};
    assert_true(turn_take(&config, &turn));
    assert_false(turn_take(&config, &another));
    close(turn);
    scratch_remove(folder);
}

static void a_folder_that_is_away_stops_no_upload(void **state)
{
    (void)state;
    int turn = -1;
    const struct config config = {.web_workers = 4, .run_dir = STR("/nonexistent")};
    assert_true(turn_take(&config, &turn));
    assert_int_equal(turn, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_of_the_workers_get_a_turn),
        cmocka_unit_test(a_single_worker_has_one),
        cmocka_unit_test(a_folder_that_is_away_stops_no_upload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
