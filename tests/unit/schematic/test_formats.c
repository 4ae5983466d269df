#include "nbt_builder.h"

static void counts_small_builds_of_every_format(void **unused)
{
    (void)unused;
    void (*const make[])(struct buf *) = {small_sponge, small_litematica, small_mcedit, small_structure};
    const enum schematic_format formats[] = {SCHEMATIC_SPONGE, SCHEMATIC_LITEMATICA, SCHEMATIC_MCEDIT, SCHEMATIC_STRUCTURE};
    for (size_t i = 0; i < 4; i++) {
        struct buf b;
        make[i](&b);
        assert_accepted(&b, formats[i], 3, 1, 1, 2);
        assert_int_equal(inspect_buf(&b).facts.warning_count, 0);
        assert_int_equal(inspect_buf(&b).facts.has_data_version, formats[i] != SCHEMATIC_MCEDIT);
        assert_int_equal(inspect_buf(&b).facts.inflated, b.n);
        buf_free(&b);
    }
}

static size_t varint(uint32_t value, char *bytes)
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[n++] = (char)(value | 0x80);
    bytes[n++] = (char)value;
    return n;
}

enum { SIDE = 40, VOLUME = SIDE * SIDE * SIDE };

/* The state of block I among N: long runs, noise, and all of the palette. */
static uint32_t block_at(uint32_t i, uint32_t n)
{
    uint32_t h = (i / 64 % 3 ? i : i / 64) * 2654435761u;
    return i / 512 % 4 == 0 ? 0 : (h ^ h >> 13) % n;
}

static void sponge_part(struct buf *b, int part, uint32_t names)
{
    char name[32], *data = malloc((size_t)VOLUME * 5);
    assert_non_null(data);
    size_t n = 0;
    for (uint32_t i = 0; i < VOLUME; i++)
        n += varint(block_at(i, names), data + n);
    switch (part) {
    case 0:
        short_field(b, "Width", SIDE);
        short_field(b, "Height", SIDE);
        short_field(b, "Length", SIDE);
        break;
    case 1: bytes_field(b, "BlockData", data, n); break;
    case 2:
        field(b, COMPOUND, "Palette");
        for (uint32_t i = 0; i < names; i++) {
            snprintf(name, sizeof name, "minecraft:block_%u", i);
            int_field(b, i % 7 == 3 ? "cave_air[x=1]" : name, i);
        }
        end(b);
        break;
    default: int_field(b, "Version", part == 3 ? 1 : 2); break;
    }
    free(data);
}

static void sponge_counts_in_any_order(void **unused)
{
    (void)unused;
    static const int orders[][4] = {{0, 1, 2, 3}, {2, 1, 0, 3}, {1, 2, 3, 0}, {3, 2, 0, 1}, {1, 0, 3, 2}};
    static const uint32_t names[] = {1, 5, 127, 128, 129, 300, 20000};
    for (size_t size = 0; size < sizeof names / sizeof names[0]; size++) {
        int64_t expected = 0;
        for (uint32_t i = 0; i < VOLUME; i++)
            expected += block_at(i, names[size]) % 7 != 3;
        for (size_t order = 0; order < sizeof orders / sizeof orders[0]; order++) {
            struct buf b;
            root(&b, "Schematic");
            for (size_t part = 0; part < 4; part++)
                sponge_part(&b, orders[order][part], names[size]);
            end(&b);
            assert_accepted(&b, SCHEMATIC_SPONGE, SIDE, SIDE, SIDE, expected);
            buf_free(&b);
        }
    }
}

static void sponge_3_is_wrapped(void **unused)
{
    (void)unused;
    struct buf b;
    root(&b, "");
    field(&b, COMPOUND, "Schematic");
    field(&b, COMPOUND, "Blocks");
    bytes_field(&b, "Data", "\1\0\2\0", 4);
    field(&b, COMPOUND, "Palette");
    int_field(&b, "minecraft:void_air", 1);
    int_field(&b, "minecraft:structure_void", 2);
    int_field(&b, "minecraft:stone", 0);
    end(&b);
    end(&b);
    short_field(&b, "Width", 1);
    short_field(&b, "Height", 4);
    short_field(&b, "Length", 1);
    int_field(&b, "Version", 3);
    end(&b);
    end(&b);
    assert_accepted(&b, SCHEMATIC_SPONGE, 1, 4, 1, 3);
    struct outcome outcome = inspect_buf(&b);
    assert_int_equal(outcome.facts.version, 3);
    assert_int_equal(outcome.facts.warning_count, 1);
    assert_string_equal(outcome.facts.warnings[0], "missing-data-version");
    buf_free(&b);
}

static void sides_are_unsigned(void **unused)
{
    (void)unused;
    enum { WIDTH = 40000 };
    struct buf b;
    char *data = calloc(1, WIDTH);
    assert_non_null(data);
    root(&b, "");
    int_field(&b, "Version", 1);
    short_field(&b, "Width", WIDTH);
    short_field(&b, "Height", 1);
    short_field(&b, "Length", 1);
    field(&b, COMPOUND, "Palette");
    int_field(&b, "minecraft:stone", 0);
    end(&b);
    bytes_field(&b, "BlockData", data, WIDTH);
    end(&b);
    struct schematic_budget budget = {.axis = 65535};
    struct outcome outcome = inspect_bytes(b.p, b.n, 0, &budget);
    assert_int_equal(outcome.result, SCHEMATIC_OK);
    assert_int_equal(outcome.facts.width, WIDTH);
    assert_int_equal(outcome.facts.blocks, WIDTH);
    free(data);
    buf_free(&b);
}

static unsigned bits_for(uint32_t names)
{
    unsigned bits = 2;
    while ((uint64_t)1 << bits < names)
        bits++;
    return bits;
}

/* Packs as the format's definition has it: one bit after another. */
static uint64_t *pack(uint32_t volume, uint32_t names, size_t *longs)
{
    unsigned bits = bits_for(names);
    *longs = ((size_t)volume * bits + 63) / 64;
    uint64_t *packed = calloc(*longs + 1, sizeof *packed);
    assert_non_null(packed);
    for (size_t i = 0; i < volume; i++)
        for (unsigned bit = 0; bit < bits; bit++) {
            uint64_t at = i * bits + bit, value = block_at((uint32_t)i, names) >> bit & 1;
            packed[at / 64] |= value << at % 64;
        }
    if ((size_t)volume * bits % 64) /* what fills up the last long means nothing */
        packed[*longs - 1] |= UINT64_MAX << (size_t)volume * bits % 64;
    return packed;
}

static void litematica_part(struct buf *b, int part, const int size[3], uint32_t names)
{
    char name[32];
    size_t longs;
    uint32_t volume = (uint32_t)(abs(size[0]) * abs(size[1]) * abs(size[2]));
    uint64_t *packed = pack(volume, names, &longs);
    switch (part) {
    case 0: vector(b, "Position", 5, -3, 0); break;
    case 1: vector(b, "Size", size[0], size[1], size[2]); break;
    case 2:
        list_field(b, "BlockStatePalette", COMPOUND, names);
        for (uint32_t i = 0; i < names; i++) {
            snprintf(name, sizeof name, "minecraft:block_%u", i);
            field(b, COMPOUND, "Properties");
            string_field(b, "waterlogged", "true");
            end(b);
            state(b, i % 7 == 3 ? "minecraft:cave_air" : i == 0 ? "minecraft:air" : name);
        }
        break;
    default:
        field(b, LONGS, "BlockStates");
        put(b, longs, 4);
        for (size_t i = 0; i < longs; i++)
            put(b, packed[i], 8);
    }
    free(packed);
}

static void litematica_file(struct buf *b, const int order[4], const int size[3], uint32_t names)
{
    root(b, "");
    field(b, COMPOUND, "Regions");
    field(b, COMPOUND, "only");
    for (size_t i = 0; i < 4; i++)
        litematica_part(b, order[i], size, names);
    end(b);
    end(b);
    int_field(b, "Version", 5);
    end(b);
}

static int64_t litematica_expected(const int size[3], uint32_t names)
{
    int64_t expected = 0;
    uint32_t volume = (uint32_t)(abs(size[0]) * abs(size[1]) * abs(size[2]));
    for (uint32_t i = 0; i < volume; i++) {
        uint32_t block = block_at(i, names);
        expected += block != 0 && block % 7 != 3;
    }
    return expected;
}

static void litematica_counts_in_any_order(void **unused)
{
    (void)unused;
    static const uint32_t names[] = {1, 2, 4, 5, 17, 33, 1025, 5000};
    static const int sizes[][3] = {{1, 1, 1}, {-3, 7, -3}, {17, -31, 23}};
    for (int code = 0; code < 256; code++) {
        int order[4] = {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3};
        if ((1 << order[0] | 1 << order[1] | 1 << order[2] | 1 << order[3]) != 15)
            continue;
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
            for (size_t s = 0; s < 3; s++) {
                struct buf b;
                litematica_file(&b, order, sizes[s], names[n]);
                assert_accepted(&b, SCHEMATIC_LITEMATICA, abs(sizes[s][0]), abs(sizes[s][1]), abs(sizes[s][2]),
                                litematica_expected(sizes[s], names[n]));
                buf_free(&b);
            }
    }
}

/* Longer than what is held back until the width is known: every width is counted. */
static void litematica_counts_long_arrays_before_size_and_palette(void **unused)
{
    (void)unused;
    static const int order[4] = {3, 0, 2, 1}, size[3] = {331, 261, 301};
    for (uint32_t names = 9; names <= 17; names += 8) {
        struct buf b;
        litematica_file(&b, order, size, names);
        assert_true(b.n > 12 << 20);
        assert_accepted(&b, SCHEMATIC_LITEMATICA, 331, 261, 301, litematica_expected(size, names));
        buf_free(&b);
    }
}

static void litematica_box_is_around_all_regions(void **unused)
{
    (void)unused;
    struct buf b;
    root(&b, "");
    int_field(&b, "Version", 7);
    field(&b, COMPOUND, "Regions");
    const int at[3][6] = {{0, 0, 0, 2, 2, 2}, {-10, 5, 3, -4, 1, 2}, {7, -1, 0, 1, -3, 1}};
    for (size_t i = 0; i < 3; i++) {
        char name[2] = {(char)('a' + i), 0};
        int64_t volume = llabs((int64_t)at[i][3] * at[i][4] * at[i][5]);
        field(&b, COMPOUND, name);
        vector(&b, "Position", at[i][0], at[i][1], at[i][2]);
        vector(&b, "Size", at[i][3], at[i][4], at[i][5]);
        states(&b, "BlockStatePalette");
        field(&b, LONGS, "BlockStates");
        put(&b, 1, 4);
        put(&b, UINT64_C(0x5555555555555555) >> (64 - 2 * volume), 8);
        end(&b);
    }
    end(&b);
    end(&b);
    /* x -13..7, y -3..5, z 0..4 */
    assert_accepted(&b, SCHEMATIC_LITEMATICA, 21, 9, 5, 8 + 8 + 3);
    assert_int_equal(inspect_buf(&b).facts.regions, 3);
    buf_free(&b);
}

static void mcedit_file(struct buf *b, const char *blocks, const char *upper, size_t upper_bytes, bool upper_first, bool schematica)
{
    root(b, "Schematic");
    if (upper_first)
        bytes_field(b, "AddBlocks", upper, upper_bytes);
    bytes_field(b, "Blocks", blocks, 5);
    if (!upper_first)
        bytes_field(b, "AddBlocks", upper, upper_bytes);
    bytes_field(b, "Data", blocks, 5);
    if (schematica) {
        field(b, COMPOUND, "SchematicaMapping");
        short_field(b, "minecraft:air", 0);
        short_field(b, "minecraft:stone", 1);
        end(b);
    }
    short_field(b, "Width", 5);
    short_field(b, "Height", 1);
    short_field(b, "Length", 1);
    end(b);
}

static void mcedit_adds_upper_halves(void **unused)
{
    (void)unused;
    for (int mode = 0; mode < 4; mode++) {
        struct buf b;
        /* Blocks 0 0 7 0 0; halves of 01 10 f0: which of two neighbours is solid depends on the tool. */
        mcedit_file(&b, "\0\0\7\0\0", "\x01\x10\xf0", 3, mode & 1, mode & 2);
        /* WorldEdit: 0x100 0 7 0x100 0 -> 3; Schematica: 0 0x100 0x107 0 0xf00 -> 3: equal, so no warning. */
        assert_accepted(&b, SCHEMATIC_MCEDIT, 5, 1, 1, 3);
        assert_int_equal(inspect_buf(&b).facts.warning_count, 0);
        buf_free(&b);
        mcedit_file(&b, "\0\0\7\0\0", "\x01\x01\x0f", 3, mode & 1, mode & 2);
        assert_accepted(&b, SCHEMATIC_MCEDIT, 5, 1, 1, 3);
        buf_free(&b);
        mcedit_file(&b, "\0\0\7\0\0", "\x00\x10\x00", 3, mode & 1, mode & 2);
        assert_accepted(&b, SCHEMATIC_MCEDIT, 5, 1, 1, mode & 2 ? 1 : 2);
        assert_string_equal(inspect_buf(&b).facts.warnings[0], "nibble-order");
        buf_free(&b);
    }
}

static void mcedit_counts_any_bytes(void **unused)
{
    (void)unused;
    for (size_t n = 1; n < 200; n++) {
        char blocks[200];
        int64_t expected = 0;
        for (size_t i = 0; i < n; i++) {
            blocks[i] = (char)block_at((uint32_t)(i * 77 + n), 256);
            expected += blocks[i] != 0;
        }
        struct buf b;
        root(&b, "");
        short_field(&b, "Width", 1);
        short_field(&b, "Height", 1);
        short_field(&b, "Length", (int)n);
        bytes_field(&b, "Blocks", blocks, n);
        bytes_field(&b, "Data", blocks, n);
        end(&b);
        assert_accepted(&b, SCHEMATIC_MCEDIT, 1, 1, (int64_t)n, expected);
        assert_int_equal(inspect_bytes(b.p, b.n, 1, NULL).facts.blocks, expected);
        buf_free(&b);
    }
}

static void structure_takes_the_first_palette(void **unused)
{
    (void)unused;
    struct buf b;
    root(&b, "");
    list_field(&b, "blocks", COMPOUND, 2);
    placed(&b, 1, 1, 1, 1);
    placed(&b, 0, 0, 3, 0);
    list_field(&b, "palettes", LIST, 2);
    list(&b, COMPOUND, 2);
    state(&b, "minecraft:air");
    state(&b, "minecraft:stone");
    list(&b, COMPOUND, 2);
    state(&b, "minecraft:dirt");
    state(&b, "minecraft:stone");
    ints_list(&b, "size", 2, 3, 4);
    end(&b);
    assert_accepted(&b, SCHEMATIC_STRUCTURE, 2, 3, 4, 1);
    struct outcome outcome = inspect_buf(&b);
    assert_int_equal(outcome.facts.warning_count, 2);
    assert_string_equal(outcome.facts.warnings[0], "palettes-differ");
    assert_string_equal(outcome.facts.warnings[1], "missing-data-version");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_small_builds_of_every_format),
        cmocka_unit_test(sponge_counts_in_any_order),
        cmocka_unit_test(sponge_3_is_wrapped),
        cmocka_unit_test(sides_are_unsigned),
        cmocka_unit_test(litematica_counts_in_any_order),
        cmocka_unit_test(litematica_counts_long_arrays_before_size_and_palette),
        cmocka_unit_test(litematica_box_is_around_all_regions),
        cmocka_unit_test(mcedit_adds_upper_halves),
        cmocka_unit_test(mcedit_counts_any_bytes),
        cmocka_unit_test(structure_takes_the_first_palette),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
