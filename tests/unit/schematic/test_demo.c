/* Every demo build against the reader. */
#include "nbt_builder.h"

#include "schematic/demo.h"

static void says_when_there_is_no_room(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 100);
    assert_false(schematic_demo_write(schematic_demo(0), &b));
    buf_free(&b);
}

static void every_demo_is_a_sound_build(void **unused)
{
    (void)unused;
    size_t count = 0;
    const struct schematic_demo *demo;
    for (; (demo = schematic_demo(count)); count++) {
        struct buf b;
        buf_init(&b, 1 << 20);
        assert_true(schematic_demo_write(demo, &b));
        struct outcome outcome = inspect_buf(&b);
        assert_int_equal(outcome.result, SCHEMATIC_OK);
        assert_int_equal(outcome.facts.width, demo->width);
        assert_int_equal(outcome.facts.height, demo->height);
        assert_int_equal(outcome.facts.length, demo->length);
        assert_in_range(outcome.facts.blocks, 500, 200000);
        assert_int_equal(outcome.facts.warning_count, 0);
        assert_in_range(strlen(demo->title), 1, 120);
        assert_true(strlen(demo->description) > 60);
        assert_non_null(demo->tags[0]);
        buf_free(&b);
    }
    assert_true(count >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_when_there_is_no_room),
        cmocka_unit_test(every_demo_is_a_sound_build),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
