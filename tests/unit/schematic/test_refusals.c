/* Every reason, with the offset that a repairer of files would look at. */
#include "nbt_builder.h"

/* A Sponge build whose parts can be bent: -1 leaves a part out. */
struct bent {
    int version, width, height, length;
    const char *data;
    size_t data_size;
    size_t data_at, palette_at; /* out: offset of the array's length, and of the second palette entry */
};

static const struct bent straight = {2, 3, 1, 1, "\1\0\1", 3, 0, 0};

static void bent_sponge(struct buf *b, struct bent *bent)
{
    root(b, "Schematic");
    if (bent->version >= 0)
        int_field(b, "Version", bent->version);
    if (bent->width >= 0)
        short_field(b, "Width", bent->width);
    short_field(b, "Height", bent->height);
    short_field(b, "Length", bent->length);
    field(b, COMPOUND, "Palette");
    int_field(b, "minecraft:air", 0);
    bent->palette_at = b->n;
    int_field(b, "minecraft:stone", 1);
    end(b);
    field(b, BYTES, "BlockData");
    bent->data_at = b->n;
    put(b, bent->data_size, 4);
    buf_add_bytes(b, bent->data, bent->data_size);
    end(b);
}

enum { AFTER_ROOT = 3, AFTER_SCHEMATIC = 12 }; /* offsets of the first field */

static void refuses_what_is_no_nbt(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 1 << 20);
    assert_refused(&b, "not-nbt", 0);
    buf_init(&b, 1 << 20);
    buf_add(&b, STR("PK\3\4 a zip"));
    assert_refused(&b, "not-nbt", 0);
    buf_init(&b, 1 << 20);
    compress_into(&b, "\x09\0\0", 3, 31);
    assert_refused(&b, "not-nbt", 0);
    buf_init(&b, 1 << 20);
    put(&b, 0x0ae5bb36, 4);
    put(&b, 0, 4);
    assert_refused(&b, "truncated", 8);
}

static void refuses_little_endian(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_add(&b, STR("\x0a\0\0\x03\x0e\0format_version\1\0\0\0\0"));
    assert_refused(&b, "bedrock", 0);
    buf_init(&b, 1 << 20);
    compress_into(&b, "\x0a\x04\0demo\0", 8, 31);
    assert_refused(&b, "bedrock", 0);
}

static void refuses_broken_nbt(void **unused)
{
    (void)unused;
    struct buf b;
    root(&b, "");
    field(&b, 13, "x");
    assert_refused(&b, "unknown-tag", AFTER_ROOT);
    root(&b, "");
    list_field(&b, "l", 77, 0);
    assert_refused(&b, "unknown-tag", AFTER_ROOT + 4);
    for (int tag = BYTES; tag <= LONGS; tag += tag == BYTES ? 4 : 1) {
        root(&b, "");
        field(&b, tag, "a");
        put(&b, UINT64_MAX, 4);
        assert_refused(&b, "negative-length", AFTER_ROOT + 4);
    }
    root(&b, "");
    list_field(&b, "l", INT, -1);
    assert_refused(&b, "negative-length", AFTER_ROOT + 4);
    root(&b, "");
    list_field(&b, "l", END, 1);
    assert_refused(&b, "end-list", AFTER_ROOT + 4);
    root(&b, "");
    list_field(&b, "l", END, 0);
    end(&b);
    assert_refused(&b, "no-schematic", 0);
}

static void checks_text(void **unused)
{
    (void)unused;
    static const char *const good[] = {"", "abc", "12345678", "a longer text than eight", "\xc0\x80", "gr\xc3\xbc\xc3\x9f""e", "\xe2\x82\xac",
                                       "\xed\xa0\xbd\xed\xb8\x80", "\xed\xa0\xbd lone", "eight by\xc2\xa9"};
    static const char *const bad[] = {"\x80", "\xc3", "\xc1\xbf", "\xe0\x80\x80", "\xe2\x82", "\xf0\x9f\x98\x80", "\xff", "12345678\xff", "123\xff",
                                      "1234\xff", "\xff""1234567890", "\xc3("};
    struct buf b;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        root(&b, "");
        string_field(&b, "s", good[i]);
        end(&b);
        assert_refused(&b, "no-schematic", 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        root(&b, "");
        string_field(&b, "s", bad[i]);
        end(&b);
        assert_refused(&b, "bad-text", AFTER_ROOT + 4);
        root(&b, "");
        int_field(&b, bad[i], 1);
        end(&b);
        assert_refused(&b, "bad-text", AFTER_ROOT + 1);
    }
    for (size_t n = 1; n < 20; n++) /* a bare NUL, anywhere */
        for (size_t at = 0; at < n; at++) {
            root(&b, "");
            field(&b, STRING, "s");
            put(&b, n, 2);
            for (size_t i = 0; i < n; i++)
                buf_add_char(&b, i == at ? '\0' : 'x');
            end(&b);
            assert_refused(&b, "bad-text", AFTER_ROOT + 4);
        }
}

static void counts_depth_from_the_root(void **unused)
{
    (void)unused;
    for (int kind = 0; kind < 2; kind++)
        for (int levels = 511; levels <= 512; levels++) { /* below the root */
            struct buf b;
            size_t last = 0;
            root(&b, "");
            for (int i = 0; i < levels; i++) {
                if (kind == 1 && i > 0)
                    list(&b, i == levels - 1 ? END : LIST, i == levels - 1 ? 0 : 1);
                else if (kind == 1)
                    list_field(&b, "", LIST, 1);
                else
                    field(&b, COMPOUND, "");
                last = b.n;
            }
            for (int i = 0; kind == 0 && i < levels; i++)
                end(&b);
            end(&b);
            assert_refused(&b, levels == 511 ? "no-schematic" : "too-deep", levels == 511 ? 0 : last);
        }
}

static void holds_every_budget(void **unused)
{
    (void)unused;
    struct buf b;
    small_sponge(&b);
    int64_t nodes = 1;
    struct schematic_budget exact = {.bytes = (int64_t)b.n, .nodes = 12, .depth = 2, .blocks = 3, .axis = 3};
    assert_int_equal(inspect_bytes(b.p, b.n, 0, &exact).result, SCHEMATIC_OK);
    struct schematic_budget budget = exact;
    budget.bytes--;
    struct outcome outcome = inspect_bytes(b.p, b.n, 0, &budget);
    assert_string_equal(outcome.refusal.reason, "too-many-bytes");
    while (budget = exact, budget.nodes = nodes, inspect_bytes(b.p, b.n, 0, &budget).result == SCHEMATIC_REFUSED)
        nodes++;
    assert_int_equal(nodes, 11); /* the root, 8 fields and 2 names of the palette */
    budget = exact, budget.nodes = 10;
    assert_refused_with(&b, &budget, "too-many-nodes", b.n - 1 - 5 - 16);
    budget = exact, budget.depth = 1;
    outcome = inspect_bytes(b.p, b.n, 0, &budget);
    assert_string_equal(outcome.refusal.reason, "too-deep");
    budget = exact, budget.blocks = 2;
    assert_refused_with(&b, &budget, "too-many-blocks", AFTER_SCHEMATIC);
    budget = exact, budget.axis = 2;
    assert_refused_with(&b, &budget, "axis-too-long", AFTER_SCHEMATIC);
    buf_free(&b);
}

static void refuses_counts_that_the_budget_cannot_hold(void **unused)
{
    (void)unused;
    struct schematic_budget budget = {.bytes = 1000, .nodes = 100};
    struct buf b;
    root(&b, "");
    list_field(&b, "l", BYTE, 101);
    assert_refused_with(&b, &budget, "too-many-nodes", AFTER_ROOT + 4);
    buf_free(&b);
    root(&b, "");
    list_field(&b, "l", LONG, 125);
    assert_refused_with(&b, &budget, "too-many-bytes", AFTER_ROOT + 4);
    buf_free(&b);
    root(&b, "");
    field(&b, LONGS, "l");
    put(&b, 0x7fffffff, 4);
    assert_refused(&b, "too-many-bytes", AFTER_ROOT + 4);
}

static void refuses_bent_sponges(void **unused)
{
    (void)unused;
    static const struct {
        struct bent bent;
        const char *reason;
        int at; /* in the data; -1: the data's length; -2: the root's first field */
    } cases[] = {
        {{-1, 3, 1, 1, "\1\0\1", 3, 0, 0}, "missing-field", -2},
        {{2, -1, 1, 1, "\1\0\1", 3, 0, 0}, "missing-field", -2},
        {{3, 3, 1, 1, "\1\0\1", 3, 0, 0}, "unknown-version", -2},
        {{0, 3, 1, 1, "\1\0\1", 3, 0, 0}, "unknown-version", -2},
        {{2, 0, 1, 1, "", 0, 0, 0}, "empty", -2},
        {{2, 20000, 1, 1, "\1\0\1", 3, 0, 0}, "axis-too-long", -2},
        {{2, 16384, 16384, 16384, "\1\0\1", 3, 0, 0}, "too-many-blocks", -2},
        {{2, 3, 1, 1, "\1\0", 2, 0, 0}, "block-count", -1},
        {{2, 3, 1, 1, "\1\0\1\1", 4, 0, 0}, "block-count", -1},
        {{2, 3, 1, 1, "\1\0\2", 3, 0, 0}, "palette-index", -1},
        {{2, 3, 1, 1, "\1\0\x80\x80\x10", 5, 0, 0}, "palette-index", 4},
        {{2, 3, 1, 1, "\1\x80\x80\x80\x80\x10", 6, 0, 0}, "bad-varint", 5},
        {{2, 3, 1, 1, "\1\x80\x80\x80\x80\x80", 6, 0, 0}, "bad-varint", 5},
        {{2, 3, 1, 1, "\1\1\1\x80", 4, 0, 0}, "bad-varint", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf b;
        struct bent bent = cases[i].bent;
        bent_sponge(&b, &bent);
        int at = cases[i].at;
        assert_refused(&b, cases[i].reason, at == -2 ? AFTER_SCHEMATIC : at == -1 ? bent.data_at : bent.data_at + 4 + (size_t)at);
    }
}

static void refuses_contradictions_in_the_root(void **unused)
{
    (void)unused;
    struct buf b;
    struct bent bent = straight;
    bent_sponge(&b, &bent);
    b.n--;
    size_t at = b.n;
    short_field(&b, "Width", 3);
    end(&b);
    assert_refused(&b, "duplicate-field", at);
    bent_sponge(&b, &bent);
    b.n--;
    bytes_field(&b, "Blocks", "\0", 1);
    end(&b);
    assert_refused(&b, "ambiguous-format", AFTER_SCHEMATIC);
    bent_sponge(&b, &bent);
    b.p[bent.palette_at + 1 + 2 + 15 + 3] = 0;
    assert_refused(&b, "bad-palette", bent.palette_at);
    bent_sponge(&b, &bent);
    memset(b.p + bent.palette_at + 1 + 2 + 15, 0xff, 4);
    assert_refused(&b, "bad-palette", bent.palette_at);
    bent_sponge(&b, &bent);
    b.p[bent.palette_at + 1 + 2 + 15 + 1] = 4;
    assert_refused(&b, "palette-too-long", bent.palette_at);
    root(&b, "Schematic");
    bytes_field(&b, "BlockData", "\0", 1);
    at = b.n;
    string_field(&b, "Width", "wide");
    end(&b);
    assert_refused(&b, "wrong-type", at);
    bent_sponge(&b, &bent);
    at = b.n;
    buf_add_char(&b, 'x');
    assert_refused(&b, "trailing-data", at);
}

struct bent_region {
    int size[3];
    int longs;
    uint64_t first;
    bool position;
    size_t region_at, size_at, states_at;
};

static void bent_litematica(struct buf *b, struct bent_region *bent)
{
    root(b, "");
    int_field(b, "Version", 6);
    field(b, COMPOUND, "Regions");
    field(b, COMPOUND, "r");
    bent->region_at = b->n;
    if (bent->position)
        vector(b, "Position", 0, 0, 0);
    bent->size_at = b->n + 1 + 2 + 4;
    vector(b, "Size", bent->size[0], bent->size[1], bent->size[2]);
    states(b, "BlockStatePalette");
    field(b, LONGS, "BlockStates");
    bent->states_at = b->n;
    put(b, (uint64_t)bent->longs, 4);
    for (int i = 0; i < bent->longs; i++)
        put(b, i == 0 ? bent->first : 0, 8);
    end(b);
    end(b);
    end(b);
}

static void refuses_bent_litematicas(void **unused)
{
    (void)unused;
    struct buf b;
    struct bent_region bent = {{33, 1, 1}, 1, 0, true, 0, 0, 0};
    bent_litematica(&b, &bent);
    assert_refused(&b, "block-count", bent.states_at); /* a short array crashes the game's mod */
    bent.longs = 3;
    bent_litematica(&b, &bent);
    assert_refused(&b, "block-count", bent.states_at);
    bent.longs = 2;
    bent.first = 2;
    bent_litematica(&b, &bent);
    assert_refused(&b, "palette-index", bent.states_at);
    bent.position = false;
    bent_litematica(&b, &bent);
    assert_refused(&b, "missing-field", bent.region_at);
    bent = (struct bent_region){{0, 1, 1}, 1, 0, true, 0, 0, 0};
    bent_litematica(&b, &bent);
    assert_refused(&b, "empty", bent.size_at);
    bent = (struct bent_region){{INT32_MIN, INT32_MIN, INT32_MIN}, 1, 0, true, 0, 0, 0};
    bent_litematica(&b, &bent);
    assert_refused(&b, "axis-too-long", bent.size_at);
    root(&b, "");
    int_field(&b, "Version", 6);
    size_t at = b.n + 10;
    field(&b, COMPOUND, "Regions");
    end(&b);
    end(&b);
    assert_refused(&b, "empty", at);
    small_litematica(&b);
    b.p[3 + 1 + 2 + 7 + 3] = 8;
    assert_refused(&b, "unknown-version", 3);
}

static void refuses_bent_mcedits(void **unused)
{
    (void)unused;
    struct buf b;
    root(&b, "Schematic");
    short_field(&b, "Width", 3);
    short_field(&b, "Height", 1);
    short_field(&b, "Length", 1);
    size_t blocks_at = b.n + 1 + 2 + 6;
    bytes_field(&b, "Blocks", "\1\0", 2);
    bytes_field(&b, "Data", "\0\0\0", 3);
    end(&b);
    assert_refused(&b, "block-count", blocks_at);
    small_mcedit(&b);
    b.n--;
    size_t at = b.n + 1 + 2 + 9;
    bytes_field(&b, "AddBlocks", "\0", 1);
    end(&b);
    assert_refused(&b, "block-count", at);
    small_mcedit(&b);
    b.n--;
    field(&b, COMPOUND, "SchematicaMapping");
    at = b.n;
    short_field(&b, "minecraft:air", 9);
    end(&b);
    end(&b);
    assert_refused(&b, "bad-palette", at);
    small_mcedit(&b);
    b.n--;
    field(&b, COMPOUND, "SchematicaMapping");
    at = b.n;
    short_field(&b, "mod:lamp[lit=true]", 1); /* data would be a second list of properties */
    end(&b);
    end(&b);
    assert_refused(&b, "bad-palette", at);
}

/* One block in a structure of 3 x 1 x 1; SIZE_FIRST or last. Answers where pos and state begin. */
static void bent_structure(struct buf *b, bool size_first, const int pos[3], int index, int repeat, size_t *pos_at, size_t *blocks_at)
{
    root(b, "");
    if (size_first)
        ints_list(b, "size", 3, 1, 1);
    field(b, LIST, "blocks");
    *blocks_at = b->n;
    list(b, COMPOUND, repeat);
    for (int i = 0; i < repeat; i++) {
        *pos_at = b->n + 1 + 2 + 3;
        placed(b, pos[0], pos[1], pos[2], index);
    }
    states(b, "palette");
    if (!size_first)
        ints_list(b, "size", 3, 1, 1);
    end(b);
}

static void refuses_bent_structures(void **unused)
{
    (void)unused;
    size_t pos_at, blocks_at;
    struct buf b;
    for (int first = 0; first < 2; first++) {
        bent_structure(&b, first, (int[]){3, 0, 0}, 1, 1, &pos_at, &blocks_at);
        assert_refused(&b, "block-outside", pos_at);
        bent_structure(&b, first, (int[]){0, -1, 0}, 1, 1, &pos_at, &blocks_at);
        assert_refused(&b, "block-outside", pos_at);
        bent_structure(&b, first, (int[]){2, 0, 0}, 1, 2, &pos_at, &blocks_at);
        assert_refused(&b, "duplicate-block", pos_at);
        bent_structure(&b, first, (int[]){2, 0, 0}, 2, 1, &pos_at, &blocks_at);
        assert_refused(&b, "palette-index", blocks_at);
        bent_structure(&b, first, (int[]){2, 0, 0}, -1, 1, &pos_at, &blocks_at);
        assert_refused(&b, "palette-index", pos_at + 5 + 12 + 1 + 2 + 5);
    }
    bent_structure(&b, false, (int[]){512, 0, 0}, 1, 1, &pos_at, &blocks_at);
    assert_refused(&b, "unsupported-order", pos_at);
    root(&b, "");
    ints_list(&b, "size", -1, 1, 1);
    end(&b);
    assert_refused(&b, "bad-size", 3 + 1 + 2 + 4);
}

static void every_reason_has_words(void **unused)
{
    (void)unused;
    size_t count = 0;
    for (; schematic_reason_at(count); count++)
        assert_non_null(schematic_reason_says(schematic_reason_at(count)));
    assert_true(count > 25);
    assert_null(schematic_reason_says("no such reason"));
    assert_non_null(schematic_warning_says("trailing-bytes"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_no_nbt),
        cmocka_unit_test(refuses_little_endian),
        cmocka_unit_test(refuses_broken_nbt),
        cmocka_unit_test(checks_text),
        cmocka_unit_test(counts_depth_from_the_root),
        cmocka_unit_test(holds_every_budget),
        cmocka_unit_test(refuses_counts_that_the_budget_cannot_hold),
        cmocka_unit_test(refuses_bent_sponges),
        cmocka_unit_test(refuses_contradictions_in_the_root),
        cmocka_unit_test(refuses_bent_litematicas),
        cmocka_unit_test(refuses_bent_mcedits),
        cmocka_unit_test(refuses_bent_structures),
        cmocka_unit_test(every_reason_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
