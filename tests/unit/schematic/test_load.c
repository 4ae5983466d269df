/* Builds that are loaded from files: against what the reader works out as they stream by, and by hand. Skips the files that nobody
 * here made where the corpora are absent. */
#include "nbt_builder.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "schematic/model.h"

enum { ARENA = 64 << 20 };
#define BLOCKS_MAX ((int64_t)1 << 25)

static struct model *load(const struct schematic_input *input)
{
    struct model *model;
    struct schematic_refusal refusal;
    enum schematic_result result = model_load(NULL, BLOCKS_MAX, input, &model, &refusal);
    if (result != SCHEMATIC_OK)
        print_message("%s: %s\n", refusal.reason, refusal.detail);
    assert_int_equal(result, SCHEMATIC_OK);
    return model;
}

/* Each state of the model with as many blocks as the census says, and no other. */
static void compare_census(const struct model *model, const struct census *census)
{
    size_t next = 0;
    for (size_t i = 1; i < model->palette_count; i++) {
        if (model->palette[i].air)
            continue;
        assert_true(next < census->count);
        assert_true(str_eq(model->palette[i].text, census->entries[next].state));
        assert_int_equal(model->palette[i].count, census->entries[next].count);
        next++;
    }
    assert_int_equal(next, census->count);
}

enum comparison { COMPARED, REFUSED, LARGE };

static enum comparison compare(struct arena *arena, const struct schematic_input *input)
{
    struct schematic_study study;
    struct schematic_refusal refusal;
    assert_true(input->rewind(input->with));
    enum schematic_result result = schematic_study(arena, NULL, input, &study, &refusal);
    assert_true(result != SCHEMATIC_READ_FAILED);
    if (result == SCHEMATIC_REFUSED)
        return REFUSED;
    if (study.facts.width * study.facts.height * study.facts.length > BLOCKS_MAX)
        return LARGE;
    struct model *model = load(input);
    assert_int_equal(model->facts.blocks, study.facts.blocks);
    assert_int_equal(model->region_count, study.facts.regions);
    compare_census(model, &study.census);
    assert_true(sha256_eq(model_hash(model), study.hash));
    model_free(model);
    return COMPARED;
}

static const char *corpora(void)
{
    const char *root = getenv("CURIO_CORPORA");
    return root ? root : "../shared/corpora";
}

static void test_the_corpus_is_as_it_streams(void **unused)
{
    (void)unused;
    char path[4096], line[1024];
    FILE *table = fopen("tests/unit/schematic/corpus.tsv", "r");
    assert_non_null(table);
    size_t seen = 0, counts[LARGE + 1] = {0};
    while (fgets(line, sizeof line, table)) {
        struct str name, rest;
        str_cut(str_of(line), '\t', &name, &rest);
        snprintf(path, sizeof path, "%s/schematics/" STR_FMT, corpora(), STR_ARG(name));
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0 && seen == 0) {
            fclose(table);
            print_message("skipped: no corpora in %s\n", corpora());
            skip();
        }
        assert_true(file >= 0);
        print_message(STR_FMT "\n", STR_ARG(name));
        struct arena *arena = arena_new(ARENA);
        struct schematic_input input = schematic_input_file(arena, file);
        counts[compare(arena, &input)]++;
        arena_free(arena);
        close(file);
        seen++;
    }
    fclose(table);
    assert_int_equal(seen, 437);
    assert_int_equal(counts[REFUSED], 25);
    assert_int_equal(counts[LARGE], 1);
}

static void put_varints(struct buf *b, const char *name, const char *bytes, size_t n)
{
    field(b, BYTES, name);
    put(b, n, 4);
    buf_add_bytes(b, bytes, n);
}

/* 2 x 1 x 2: stone, air, stone spelled another way, and a chest with contents. */
static void build_sponge(struct buf *b)
{
    root(b, "Schematic");
    int_field(b, "Version", 2);
    int_field(b, "DataVersion", 3700);
    short_field(b, "Width", 2);
    short_field(b, "Height", 1);
    short_field(b, "Length", 2);
    field(b, COMPOUND, "Palette");
    int_field(b, "stone", 0);
    int_field(b, "minecraft:air", 1);
    int_field(b, "minecraft:stone", 2);
    int_field(b, "minecraft:chest[type=single,facing=north]", 3);
    end(b);
    put_varints(b, "BlockData", "\0\1\2\3", 4);
    field(b, LIST, "BlockEntities");
    put(b, COMPOUND, 1);
    put(b, 1, 4);
    string_field(b, "Id", "minecraft:chest");
    field(b, INTS, "Pos");
    put(b, 3, 4);
    put(b, 1, 4);
    put(b, 0, 4);
    put(b, 1, 4);
    int_field(b, "b", 2);
    int_field(b, "a", 1);
    end(b);
    end(b);
}

static void test_a_build_by_hand(void **unused)
{
    (void)unused;
    struct buf b;
    build_sponge(&b);
    struct arena *arena = arena_new(ARENA);
    struct schematic_input input = schematic_input_bytes(arena, buf_str(&b));
    assert_int_equal(compare(arena, &input), COMPARED);
    struct model *model = load(&input);
    assert_int_equal(model->palette_count, 4);
    assert_true(str_eq(model->palette[model_at(model, 0, 0, 0)].text, STR("minecraft:stone")));
    assert_int_equal(model_at(model, 0, 0, 0), model_at(model, 0, 0, 1));
    assert_true(str_eq(model->palette[model_at(model, 1, 0, 1)].text, STR("minecraft:chest[facing=north,type=single]")));
    assert_int_equal(model->regions[0].block_entity_count, 1);
    const struct model_block_entity *chest = model->regions[0].block_entities;
    assert_int_equal(chest->at[0], 1);
    assert_int_equal(chest->at[2], 1);
    assert_true(str_eq(chest->id, STR("minecraft:chest")));
    assert_true(str_eq(chest->nbt, STR("\3\0\1a\0\0\0\1\3\0\1b\0\0\0\2\0")));
    model_free(model);
    arena_free(arena);
    buf_free(&b);
}

static void test_too_many_blocks_are_refused(void **unused)
{
    (void)unused;
    struct buf b;
    build_sponge(&b);
    struct arena *arena = arena_new(ARENA);
    struct schematic_input input = schematic_input_bytes(arena, buf_str(&b));
    struct model *model;
    struct schematic_refusal refusal;
    assert_int_equal(model_load(NULL, 3, &input, &model, &refusal), SCHEMATIC_REFUSED);
    assert_string_equal(refusal.reason, "too-many-blocks");
    assert_null(model);
    arena_free(arena);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_build_by_hand),
        cmocka_unit_test(test_too_many_blocks_are_refused),
        cmocka_unit_test(test_the_corpus_is_as_it_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
