/* The writer against the reader, and every demo build. */
#include "nbt_builder.h"

#include "schematic/demo.h"
#include "schematic/write_sponge.h"

static uint32_t striped(const void *with, unsigned x, unsigned y, unsigned z)
{
    return (x + 3 * y + 7 * z) % *(const uint32_t *)with;
}

static void writes_what_is_read_again(void **unused)
{
    (void)unused;
    enum { NAMES = 300, W = 37, H = 11, L = 53 };
    static char names[NAMES][32];
    const char *palette[NAMES];
    for (uint32_t count = 1; count <= NAMES; count += 43) {
        int64_t expected = 0;
        for (uint32_t i = 0; i < count; i++) {
            snprintf(names[i], sizeof names[i], i % 5 == 1 ? "minecraft:air[n=%u]" : "minecraft:stone[n=%u]", i);
            palette[i] = names[i];
        }
        for (unsigned y = 0; y < H; y++)
            for (unsigned z = 0; z < L; z++)
                for (unsigned x = 0; x < W; x++)
                    expected += striped(&count, x, y, z) % 5 != 1;
        struct buf b, again;
        struct sponge_build build = {W, H, L, 3465, palette, count, striped, &count};
        buf_init(&b, 1 << 20);
        buf_init(&again, 1 << 20);
        assert_true(schematic_write_sponge(&build, &b));
        assert_true(schematic_write_sponge(&build, &again));
        assert_accepted(&b, SCHEMATIC_SPONGE, W, H, L, expected);
        assert_int_equal(inspect_buf(&b).facts.data_version, 3465);
        assert_true(str_eq(buf_str(&b), buf_str(&again)));
        buf_free(&b);
        buf_free(&again);
    }
}

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
        cmocka_unit_test(writes_what_is_read_again),
        cmocka_unit_test(says_when_there_is_no_room),
        cmocka_unit_test(every_demo_is_a_sound_build),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
