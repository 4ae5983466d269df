/* Every format into every other and back: what a model holds comes back, or the report says that it does not. */
#include "study_builds.h"

#include <dirent.h>
#include <stdio.h>

#include "schematic/convert.h"
#include "schematic/legacy.h"
#include "schematic/model_build.h"
#include "schematic/state.h"

enum { FILE_MAX = 64 << 20, ARENA = 64 << 20 };
#define BLOCKS_MAX ((int64_t)1 << 26)

static bool add_bytes(void *with, const void *bytes, size_t n)
{
    struct buf *out = with;
    buf_add_bytes(out, bytes, n);
    return !out->failed;
}

static bool refuse_bytes(void *with, const void *bytes, size_t n)
{
    (void)bytes;
    size_t *left = with;
    if (n > *left)
        return false;
    *left -= n;
    return true;
}

static struct model *load_bounded(struct arena *arena, struct str bytes, int64_t blocks_max, struct schematic_refusal *why)
{
    struct model *model = NULL;
    struct schematic_input input = schematic_input_bytes(arena, bytes);
    return model_load(NULL, blocks_max, &input, &model, why) == SCHEMATIC_OK ? model : NULL;
}

static struct model *load_bytes(struct arena *arena, struct str bytes, struct schematic_refusal *why)
{
    return load_bounded(arena, bytes, BLOCKS_MAX, why);
}

static uint16_t state_of(struct model *model, const char *text)
{
    uint16_t index;
    assert_true(model_intern(model, str_of(text), &index));
    return index;
}

static uint16_t *cell(struct model_region *region, int32_t x, int32_t y, int32_t z)
{
    return &region->cells[x + z * region->size[0] + y * region->size[0] * region->size[2]];
}

/* {"Count": 3b, "Items": [{"id": …}]}: a payload as a model holds it. */
static struct str payload(struct model *model, const char *item)
{
    struct buf b;
    buf_init(&b, 1024);
    field(&b, BYTE, "Count");
    put(&b, 3, 1);
    list_field(&b, "Items", COMPOUND, 1);
    string_field(&b, "id", item);
    end(&b);
    end(&b);
    struct str kept = model_text(model, buf_str(&b));
    buf_free(&b);
    return kept;
}

static struct str payload_with(struct model *model, const char *name)
{
    struct buf b;
    buf_init(&b, 1024);
    int_field(&b, name, 7);
    end(&b);
    struct str kept = model_text(model, buf_str(&b));
    buf_free(&b);
    return kept;
}

static void give_block_entities(struct model *model, size_t count, const struct model_block_entity *rows)
{
    struct model_region *region = model->regions;
    region->block_entities = model_memory(model, count * sizeof *rows);
    memcpy(region->block_entities, rows, count * sizeof *rows);
    region->block_entity_count = count;
}

static int64_t lost(const struct convert_report *report, const char *kind)
{
    int64_t count = 0;
    for (size_t i = 0; i < report->count; i++)
        if (strcmp(report->losses[i].kind, kind) == 0)
            count += report->losses[i].count;
    return count;
}

static bool harmless(const struct convert_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        if (!report->losses[i].harmless)
            return false;
    return true;
}

/* Losses after which the blocks themselves are others. */
static bool blocks_change(const struct convert_report *report)
{
    return lost(report, "block-unknown") + lost(report, "block-overlapped") + lost(report, "state-simplified") + lost(report, "absent-as-air") > 0;
}

static bool block_entities_change(const struct convert_report *report)
{
    return lost(report, "block-entities") + lost(report, "block-entity-fields") > 0;
}

static struct str convert(struct arena *arena, struct model *model, enum convert_target target, struct buf *out, struct convert_report *report)
{
    struct schematic_refusal why;
    buf_init_in(arena, out, FILE_MAX);
    enum convert_result result = schematic_convert(arena, model, target, add_bytes, out, report, &why);
    if (result != CONVERT_OK)
        fail_msg("%s: %s %s", convert_target_name(target), why.reason, why.detail);
    for (size_t i = 0; i < report->count; i++)
        assert_non_null(convert_loss_says(report->losses[i].kind));
    return buf_str(out);
}

static int by_bytes(const void *a, const void *b)
{
    return state_order(*(const struct str *)a, *(const struct str *)b);
}

/* Place, id and payload of all block entities, in an order of their own. */
static struct sha256_digest block_entity_digest(struct arena *arena, const struct model *model)
{
    size_t count = 0, n = 0;
    for (size_t r = 0; r < model->region_count; r++)
        count += model->regions[r].block_entity_count;
    struct str *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t r = 0; r < model->region_count; r++)
        for (size_t i = 0; i < model->regions[r].block_entity_count; i++) {
            const struct model_region *region = &model->regions[r];
            const struct model_block_entity *one = &region->block_entities[i];
            struct str place = arena_printf(arena, "%d %d %d " STR_FMT " ", region->origin[0] + one->at[0], region->origin[1] + one->at[1],
                                            region->origin[2] + one->at[2], STR_ARG(one->id));
            rows[n++] = arena_join(arena, 2, (struct str[]){place, one->nbt});
        }
    qsort(rows, count, sizeof *rows, by_bytes);
    struct sha256 *sum = sha256_new();
    for (size_t i = 0; i < count; i++)
        sha256_add(sum, rows[i].p, rows[i].n);
    return sha256_finish(sum);
}

static int64_t entity_total(const struct model *model, size_t *bytes)
{
    *bytes = 0;
    for (size_t i = 0; i < model->entity_count; i++)
        *bytes += model->entities[i].id.n + model->entities[i].nbt.n;
    return (int64_t)model->entity_count;
}

/* All that is not air. A model has nothing of structure void, which a file's own count has. */
static int64_t blocks_of(const struct model *model)
{
    int64_t blocks = 0;
    for (size_t i = MODEL_ABSENT + 1; i < model->palette_count; i++)
        blocks += model->palette[i].air ? 0 : model->palette[i].count;
    return blocks;
}

enum fate { LOSSLESS, HARMLESS, WITH_LOSSES, IMPOSSIBLE, FATES };

static void check_entities(const struct model *model, const struct model *again, const struct convert_report *report)
{
    size_t bytes, bytes_again;
    int64_t count = entity_total(model, &bytes), count_again = entity_total(again, &bytes_again);
    assert_int_equal(count - count_again, lost(report, "entities") - model->left_out[MODEL_LEFT_ENTITIES]);
    if (lost(report, "entities") + lost(report, "entity-fields") == 0)
        assert_int_equal(bytes, bytes_again);
}

/* MODEL into TARGET, which is read again: nothing is gone of which the report does not speak. */
static enum fate check_target(struct model *model, enum convert_target target)
{
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct schematic_refusal why;
    struct buf out;
    buf_init(&out, FILE_MAX);
    enum convert_result result = schematic_convert(arena, model, target, add_bytes, &out, &report, &why);
    if (result == CONVERT_IMPOSSIBLE) {
        assert_non_null(schematic_reason_says(why.reason));
        assert_int_equal(out.n, 0);
        buf_free(&out);
        arena_free(arena);
        return IMPOSSIBLE;
    }
    assert_int_equal(result, CONVERT_OK);
    struct studied studied = study_bytes(out.p, out.n, NULL);
    if (studied.result != SCHEMATIC_OK)
        fail_msg("%s refused: %s at %lld: %s", convert_target_name(target), studied.refusal.reason, (long long)studied.refusal.offset, studied.refusal.detail);
    struct model *again = load_bytes(arena, buf_str(&out), &why);
    if (!again)
        fail_msg("%s not loaded: %s at %lld: %s", convert_target_name(target), why.reason, (long long)why.offset, why.detail);
    assert_memory_equal(again->size, model->size, sizeof model->size);
    if (!blocks_change(&report)) {
        assert_int_equal(studied.study.facts.blocks - studied.study.voids, blocks_of(model));
        assert_int_equal(blocks_of(again), blocks_of(model));
        assert_true(sha256_eq(studied.study.hash, model_hash(model)));
        assert_true(sha256_eq(model_hash(again), model_hash(model)));
    }
    if (!block_entities_change(&report))
        assert_true(sha256_eq(block_entity_digest(arena, again), block_entity_digest(arena, model)));
    check_entities(model, again, &report);
    if (lost(&report, "offset") == 0)
        assert_memory_equal(again->offset, model->offset, sizeof model->offset);
    enum fate fate = report.count == 0 ? LOSSLESS : harmless(&report) ? HARMLESS : WITH_LOSSES;
    model_free(again);
    buf_free(&out);
    arena_free(studied.arena);
    arena_free(arena);
    return fate;
}

/* Everything at once, with what only some formats can hold. */
static struct model *rich_model(void)
{
    struct model *model = model_new(9, 5, 7);
    struct model_region *region = model->regions;
    for (int32_t i = 0; i < 9 * 5 * 7; i++)
        region->cells[i] = i % 11 == 0 ? MODEL_ABSENT : state_of(model, i % 3 == 0 ? "minecraft:air" : i % 3 == 1 ? "minecraft:stone" : "minecraft:chest[facing=east,type=single,waterlogged=false]");
    model->name = model_text(model, STR("Ein Häuschen 🏠"));
    model->author = model_text(model, STR("somebody"));
    model->description = model_text(model, STR("🌲🌲 for the tests"));
    model->facts.has_data_version = true;
    model->facts.data_version = 3465;
    memcpy(model->offset, (int32_t[]){-4, 1, 70000}, sizeof model->offset);
    give_block_entities(model, 2, (const struct model_block_entity[]){
        {{2, 0, 0}, STR("minecraft:chest"), payload(model, "minecraft:stone")},
        {{8, 4, 6}, STR("minecraft:chest"), payload(model, "minecraft:dirt")}});
    static struct model_entity entities[2];
    entities[0] = (struct model_entity){{1.5, 0.25, 2.5}, STR("minecraft:cow"), payload(model, "x")};
    entities[1] = (struct model_entity){{-1.5, 7, 2.5}, STR("minecraft:item_frame"), payload(model, "y")};
    model->entities = entities;
    model->entity_count = 2;
    model_settle(model);
    return model;
}

static void everything_comes_back(void **unused)
{
    (void)unused;
    struct model *model = rich_model();
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
        assert_true(check_target(model, target) != IMPOSSIBLE);
    model_free(model);
}

static void metadata_comes_back(void **unused)
{
    (void)unused;
    static const enum convert_target targets[] = {CONVERT_SPONGE_2, CONVERT_SPONGE_3, CONVERT_LITEMATICA};
    struct model *model = rich_model();
    for (size_t i = 0; i < 3; i++) {
        struct arena *arena = arena_new(ARENA);
        struct convert_report report;
        struct schematic_refusal why;
        struct buf out;
        struct model *again = load_bytes(arena, convert(arena, model, targets[i], &out, &report), &why);
        assert_non_null(again);
        assert_int_equal(lost(&report, "metadata"), 0);
        assert_true(str_eq(again->name, model->name));
        assert_true(str_eq(again->author, model->author));
        assert_true(str_eq(again->description, model->description));
        assert_true(again->facts.has_data_version);
        assert_int_equal(again->facts.data_version, 3465);
        assert_int_equal(again->facts.warning_count, 0);
        assert_int_equal(lost(&report, "absent-as-structure-void"), (9 * 5 * 7 + 10) / 11);
        assert_true(harmless(&report));
        model_free(again);
        arena_free(arena);
    }
    model_free(model);
}

static void what_a_format_lacks_is_said(void **unused)
{
    (void)unused;
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct buf out;
    struct model *model = rich_model();
    convert(arena, model, CONVERT_MCEDIT, &out, &report);
    assert_int_equal(lost(&report, "absent-as-air"), (9 * 5 * 7 + 10) / 11);
    assert_int_equal(lost(&report, "metadata"), 3);
    assert_int_equal(lost(&report, "data-version"), 1);
    assert_int_equal(lost(&report, "block-entity-era"), 2);
    assert_int_equal(lost(&report, "entity-era"), 2);
    convert(arena, model, CONVERT_STRUCTURE, &out, &report);
    assert_int_equal(lost(&report, "absent-as-structure-void"), 0);
    assert_int_equal(lost(&report, "offset"), 1);
    assert_int_equal(lost(&report, "metadata"), 2);
    for (size_t i = 0; i < MODEL_LEFT_OUT_COUNT; i++)
        model->left_out[i] = (int64_t)i + 5;
    model->facts.has_data_version = false;
    convert(arena, model, CONVERT_SPONGE_3, &out, &report);
    assert_int_equal(lost(&report, "biomes"), MODEL_LEFT_BIOMES + 5);
    assert_int_equal(lost(&report, "pending-ticks"), MODEL_LEFT_TICKS + 5);
    assert_int_equal(lost(&report, "palettes"), MODEL_LEFT_PALETTES + 5);
    assert_int_equal(lost(&report, "second-layer"), MODEL_LEFT_LAYER + 5);
    assert_int_equal(lost(&report, "block-entities"), MODEL_LEFT_BLOCK_ENTITIES + 5);
    assert_int_equal(lost(&report, "entities"), MODEL_LEFT_ENTITIES + 5);
    assert_int_equal(lost(&report, "other-fields"), MODEL_LEFT_FIELDS + 5);
    assert_int_equal(lost(&report, "data-version-assumed"), 1);
    assert_int_equal(inspect_buf(&out).facts.data_version, 1519);
    model->facts.format = SCHEMATIC_BEDROCK;
    convert(arena, model, CONVERT_LITEMATICA, &out, &report);
    assert_int_equal(lost(&report, "bedrock-states"), model->facts.blocks);
    model_free(model);
    arena_free(arena);
}

static void fields_of_its_own_are_not_written_twice(void **unused)
{
    (void)unused;
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct buf out;
    struct model *model = model_new(1, 1, 1);
    model->regions[0].cells[0] = state_of(model, "minecraft:stone");
    model_settle(model);
    give_block_entities(model, 2, (const struct model_block_entity[]){
        {{0, 0, 0}, STR("a:b"), payload_with(model, "Pos")}, {{0, 0, 0}, STR("a:b"), STR("\3\0\1")}});
    convert(arena, model, CONVERT_SPONGE_2, &out, &report);
    assert_int_equal(lost(&report, "block-entity-fields"), 1);
    assert_int_equal(lost(&report, "block-entities"), 1); /* the broken one */
    assert_int_equal(inspect_buf(&out).result, SCHEMATIC_OK);
    convert(arena, model, CONVERT_SPONGE_3, &out, &report);
    assert_int_equal(lost(&report, "block-entity-fields"), 0);
    model->regions[0].block_entities[1].nbt = payload_with(model, "second");
    convert(arena, model, CONVERT_STRUCTURE, &out, &report);
    assert_int_equal(lost(&report, "block-entities"), 1);
    assert_true(str_eq(report.losses[0].detail, STR("twice")));
    model_free(model);
    arena_free(arena);
}

static void long_palettes_come_back(void **unused)
{
    (void)unused;
    static const int32_t counts[] = {1, 2, 4, 5, 127, 128, 129, 300, 16383, 16384, 20000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct model *model = model_new(29, 31, 37);
        for (int32_t j = 0; j < 29 * 31 * 37; j++) {
            char text[48];
            snprintf(text, sizeof text, "mod:block_%d[n=%d]", j % counts[i], j % 3);
            model->regions[0].cells[j] = state_of(model, text);
        }
        model_settle(model);
        assert_int_equal(check_target(model, CONVERT_SPONGE_2), HARMLESS); /* the data version is assumed */
        assert_int_equal(check_target(model, CONVERT_SPONGE_3), HARMLESS);
        assert_int_equal(check_target(model, CONVERT_LITEMATICA), HARMLESS);
        assert_int_equal(check_target(model, CONVERT_STRUCTURE), HARMLESS);
        assert_int_equal(check_target(model, CONVERT_MCEDIT), WITH_LOSSES);
        model_free(model);
    }
}

/* All block numbers of the old game, and those that nobody has a name for. */
static void old_numbers_come_back(void **unused)
{
    (void)unused;
    enum { SIDE = 64 };
    struct model *model = model_new(SIDE, 16, SIDE);
    for (unsigned id = 0; id < SIDE * SIDE; id++)
        for (unsigned data = 0; data < 16; data++) {
            char unnamed[48];
            snprintf(unnamed, sizeof unnamed, "legacy:block_%u[data=%u]", id, data);
            struct str named = legacy_state(id, data);
            uint16_t index;
            assert_true(model_intern(model, named.p ? named : str_of(unnamed), &index));
            *cell(model->regions, (int32_t)(id % SIDE), (int32_t)data, (int32_t)(id / SIDE)) = index;
        }
    model->facts.format = SCHEMATIC_MCEDIT;
    model_settle(model);
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct buf out;
    convert(arena, model, CONVERT_MCEDIT, &out, &report);
    assert_int_equal(report.count, lost(&report, "absent-as-air") > 0); /* number 217 is structure void, which the model calls absent */
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
        assert_true(check_target(model, target) != IMPOSSIBLE);
    model_free(model);
    arena_free(arena);
}

/* A number that the game has a name for, but the file's own mapping has not, would come back as that name's block. */
static void a_number_of_another_name_is_a_loss(void **unused)
{
    (void)unused;
    static const char *const states[] = {"legacy:block_1[data=0]", "legacy:block_0300[data=0]", "legacy:block_300[data=0,more=1]", "legacy:block_300[data=0]"};
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct buf out;
    struct model *model = model_new(4, 1, 1);
    for (size_t i = 0; i < 4; i++)
        model->regions[0].cells[i] = state_of(model, states[i]);
    model_settle(model);
    convert(arena, model, CONVERT_MCEDIT, &out, &report);
    assert_int_equal(lost(&report, "block-unknown"), 3);
    assert_int_equal(inspect_buf(&out).facts.blocks, 1);
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
        assert_int_equal(check_target(model, target), target == CONVERT_MCEDIT ? WITH_LOSSES : HARMLESS);
    model_free(model);
    arena_free(arena);
}

/* Three regions, of which two overlap, with names that would collide. */
static struct model *regions_model(void)
{
    struct model *model = model_new(6, 4, 5);
    uint16_t stone = state_of(model, "minecraft:stone"), dirt = state_of(model, "minecraft:dirt");
    struct model_region *regions = realloc(model->regions, 3 * sizeof *regions);
    assert_non_null(regions);
    model->regions = regions;
    model->region_count = 3;
    const int32_t sizes[3][3] = {{2, 2, 2}, {3, 2, 2}, {1, 1, 1}}, origins[3][3] = {{0, 0, 0}, {1, 1, 1}, {5, 3, 4}};
    free(regions[0].cells);
    for (size_t r = 0; r < 3; r++) {
        regions[r] = (struct model_region){.name = r == 1 ? STR("Main") : STR("")};
        memcpy(regions[r].size, sizes[r], sizeof regions[r].size);
        memcpy(regions[r].origin, origins[r], sizeof regions[r].origin);
        size_t volume = (size_t)sizes[r][0] * (size_t)sizes[r][1] * (size_t)sizes[r][2];
        regions[r].cells = malloc(volume * sizeof *regions[r].cells);
        assert_non_null(regions[r].cells);
        for (size_t i = 0; i < volume; i++)
            regions[r].cells[i] = r == 1 ? dirt : stone;
    }
    model->facts.regions = 3;
    model->facts.has_data_version = true;
    model->facts.data_version = 3953;
    model_settle(model);
    return model;
}

static void regions_stay_or_become_one(void **unused)
{
    (void)unused;
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct schematic_refusal why;
    struct buf out;
    struct model *model = regions_model();
    give_block_entities(model, 2, (const struct model_block_entity[]){
        {{0, 0, 0}, STR("a:kept"), payload(model, "i")}, {{1, 1, 1}, STR("a:covered"), payload(model, "i")}});
    assert_int_equal(check_target(model, CONVERT_LITEMATICA), LOSSLESS);
    struct model *again = load_bytes(arena, convert(arena, model, CONVERT_LITEMATICA, &out, &report), &why);
    assert_non_null(again);
    assert_int_equal(again->region_count, 3);
    assert_int_equal(again->facts.version, 7);
    assert_true(str_eq(again->regions[1].name, STR("Main")));
    model_free(again);
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++) {
        if (target == CONVERT_LITEMATICA)
            continue;
        again = load_bytes(arena, convert(arena, model, target, &out, &report), &why);
        assert_non_null(again);
        assert_int_equal(again->region_count, 1);
        assert_int_equal(lost(&report, "regions-merged"), 3);
        assert_int_equal(lost(&report, "region-names"), 1);
        assert_int_equal(lost(&report, "block-overlapped"), 1);
        assert_int_equal(lost(&report, "block-entities"), 1);
        assert_int_equal(again->regions[0].block_entity_count, 1);
        for (int32_t y = 0; y < 4; y++)
            for (int32_t z = 0; z < 5; z++)
                for (int32_t x = 0; x < 6; x++) {
                    uint16_t was = model_at(model, x, y, z), is = model_at(again, x, y, z);
                    struct str expected = was == MODEL_ABSENT && target == CONVERT_MCEDIT ? STR("minecraft:air") : model->palette[was].text;
                    assert_true(str_eq(again->palette[is].text, expected));
                }
        model_free(again);
    }
    model_free(model);
    arena_free(arena);
}

static void too_large_is_said_before_a_byte(void **unused)
{
    (void)unused;
    struct model *model = model_new(70000, 1, 1);
    uint16_t stone = state_of(model, "minecraft:stone");
    for (size_t i = 0; i < 70000; i++)
        model->regions[0].cells[i] = stone;
    model_settle(model);
    struct arena *arena = arena_new(ARENA);
    struct convert_report report;
    struct schematic_refusal why;
    size_t none = 0;
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++) {
        bool fits = target == CONVERT_LITEMATICA || target == CONVERT_STRUCTURE;
        assert_int_equal(schematic_convert(arena, model, target, refuse_bytes, &none, &report, &why), fits ? CONVERT_WRITE_FAILED : CONVERT_IMPOSSIBLE);
        if (!fits)
            assert_string_equal(why.reason, "axis-too-long");
    }
    model_free(model);
    model = model_new(1, 1, 40000);
    for (size_t i = 0; i < 40000; i++)
        model->regions[0].cells[i] = state_of(model, "minecraft:stone");
    model_settle(model);
    size_t room = 1 << 20;
    assert_int_equal(schematic_convert(arena, model, CONVERT_SPONGE_3, refuse_bytes, &room, &report, &why), CONVERT_OK);
    assert_int_equal(schematic_convert(arena, model, CONVERT_MCEDIT, refuse_bytes, &room, &report, &why), CONVERT_IMPOSSIBLE);
    model_free(model);
    arena_free(arena);
}

static void same_model_same_bytes(void **unused)
{
    (void)unused;
    struct arena *arena = arena_new(ARENA);
    struct model *one = rich_model(), *other = rich_model();
    struct convert_report report;
    struct buf a, b, json, json_again;
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++) {
        buf_init_in(arena, &json, 1 << 20);
        buf_init_in(arena, &json_again, 1 << 20);
        struct str bytes = convert(arena, one, target, &a, &report);
        convert_report_json(&report, &json);
        assert_true(str_eq(bytes, convert(arena, other, target, &b, &report)));
        convert_report_json(&report, &json_again);
        assert_true(str_eq(buf_str(&json), buf_str(&json_again)));
        assert_false(json.failed);
    }
    model_free(one);
    model_free(other);
    arena_free(arena);
}

static void many_losses_are_added_up(void **unused)
{
    (void)unused;
    enum { STATES = 1000 };
    struct arena *arena = arena_new(ARENA);
    struct model *model = model_new(STATES, 2, 1);
    for (int32_t i = 0; i < STATES * 2; i++) {
        char text[48];
        snprintf(text, sizeof text, "mod:block_%d", i % STATES);
        model->regions[0].cells[i] = state_of(model, text);
    }
    model_settle(model);
    struct convert_report report;
    struct buf out;
    convert(arena, model, CONVERT_MCEDIT, &out, &report);
    assert_true(report.count <= CONVERT_LOSSES_MAX && report.count > CONVERT_LOSSES_MAX / 2);
    assert_int_equal(lost(&report, "block-unknown"), STATES * 2);
    assert_null(report.losses[report.count - 1].detail.p);
    assert_int_equal(inspect_buf(&out).facts.blocks, 0);
    model_free(model);
    arena_free(arena);
}

/* The round-trip matrix over the corpora: of each source format, how many files each target holds. Of more blocks than FILE_BLOCKS there
 * are a handful, which would take longer than all others together. */
#define FILE_BLOCKS ((int64_t)1 << 20)

struct matrix {
    size_t cells[SCHEMATIC_FORMAT_COUNT][CONVERT_TARGET_COUNT][FATES];
    size_t files;
};

static void check_file(const char *path, struct matrix *matrix)
{
    enum { LARGEST = 4 << 20 };
    struct arena *arena = arena_new(ARENA);
    char *bytes = malloc(LARGEST);
    assert_non_null(bytes);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, LARGEST, file);
    fclose(file);
    struct schematic_refusal why;
    struct model *model = n < LARGEST ? load_bounded(arena, (struct str){bytes, n}, FILE_BLOCKS, &why) : NULL;
    if (model) {
        print_message("%s\n", path);
        matrix->files++;
        for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
            matrix->cells[model->facts.format][target][check_target(model, target)]++;
    }
    model_free(model);
    free(bytes);
    arena_free(arena);
}

static void check_folder(const char *path, struct matrix *matrix)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char below[4096];
        snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && entries[i]->d_type == DT_DIR)
            check_folder(below, matrix);
        else if (entries[i]->d_type == DT_REG)
            check_file(below, matrix);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void print_matrix(const struct matrix *matrix)
{
    print_message("source → target: lossless / harmless losses / losses / impossible\n");
    for (size_t from = 0; from < SCHEMATIC_FORMAT_COUNT; from++)
        for (size_t to = 0; to < CONVERT_TARGET_COUNT; to++) {
            const size_t *fates = matrix->cells[from][to];
            if (fates[LOSSLESS] + fates[HARMLESS] + fates[WITH_LOSSES] + fates[IMPOSSIBLE] > 0)
                print_message("%-10s → %-10s %4zu / %4zu / %4zu / %4zu\n", schematic_format_name((enum schematic_format)from),
                              convert_target_name((enum convert_target)to), fates[LOSSLESS], fates[HARMLESS], fates[WITH_LOSSES], fates[IMPOSSIBLE]);
        }
}

static void real_files_come_back(void **unused)
{
    (void)unused;
    static struct matrix matrix;
    char path[4096];
    const char *root_folder = getenv("CURIO_CORPORA");
    snprintf(path, sizeof path, "%s/schematics", root_folder ? root_folder : "../shared/corpora");
    check_folder(path, &matrix);
    if (matrix.files == 0) {
        print_message("skipped: no builds in %s\n", path);
        skip();
    }
    print_matrix(&matrix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_comes_back),
        cmocka_unit_test(metadata_comes_back),
        cmocka_unit_test(what_a_format_lacks_is_said),
        cmocka_unit_test(fields_of_its_own_are_not_written_twice),
        cmocka_unit_test(long_palettes_come_back),
        cmocka_unit_test(old_numbers_come_back),
        cmocka_unit_test(a_number_of_another_name_is_a_loss),
        cmocka_unit_test(regions_stay_or_become_one),
        cmocka_unit_test(too_large_is_said_before_a_byte),
        cmocka_unit_test(same_model_same_bytes),
        cmocka_unit_test(many_losses_are_added_up),
        cmocka_unit_test(real_files_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
