#include "schematic/colour.h"

#include <assert.h>

#include "schematic/colour_table.h"
#include "schematic/state.h"

enum { OPAQUE = 255 };

static const char *const shape_names[] = {
    [SHAPE_CUBE] = "cube",     [SHAPE_SLAB_BOTTOM] = "slab-bottom", [SHAPE_SLAB_TOP] = "slab-top", [SHAPE_CARPET] = "carpet",
    [SHAPE_CROSS] = "cross",   [SHAPE_POST] = "post",               [SHAPE_PANE] = "pane",         [SHAPE_STAIRS] = "stairs",
    [SHAPE_SMALL] = "small",   [SHAPE_FLUID] = "fluid",
};
static_assert(sizeof shape_names / sizeof *shape_names == SHAPE_COUNT, "every shape has a name");

const char *block_shape_name(enum block_shape shape)
{
    assert(shape < SHAPE_COUNT);
    return shape_names[shape];
}

/* '*' stands for any text, empty text too. */
static bool matches(struct str pattern, struct str id)
{
    size_t p = 0, i = 0, star = SIZE_MAX, resume = 0;
    while (i < id.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            resume = i;
        } else if (p < pattern.n && pattern.p[p] == id.p[i]) {
            p++;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

static bool matches_any(const char *patterns, struct str id)
{
    struct str one, rest = str_of(patterns);
    bool more = true;
    while (more) {
        more = str_cut(rest, ' ', &one, &rest);
        if (matches(one, id))
            return true;
    }
    return false;
}

/* What stands after NAME and an underscore; absent where the id does not begin so. */
static struct str after(struct str id, const char *name)
{
    struct str start = str_of(name);
    bool begins = str_starts_with(id, start) && id.n > start.n + 1 && id.p[start.n] == '_';
    return begins ? str_slice(id, start.n + 1, id.n) : STR_NULL;
}

static struct block_look painted(uint32_t colour, uint8_t alpha)
{
    return (struct block_look){(uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour, alpha, SHAPE_CUBE, true};
}

static bool dyed(struct str id, struct block_look *look)
{
    enum { GLASS = 120 };
    for (size_t i = 0; i < dye_row_count; i++) {
        struct str thing = after(id, dye_rows[i].name);
        if (!thing.p)
            continue;
        if (str_eq(thing, STR("terracotta")) || str_eq(thing, STR("hardened_clay")))
            *look = painted(dye_rows[i].terracotta, OPAQUE);
        else if (matches_any("stained_glass stained_glass_pane", thing))
            *look = painted(dye_rows[i].dye, GLASS);
        else if (matches_any("wool carpet *bed *banner concrete concrete_powder glazed_terracotta candle candle_cake shulker_box", thing))
            *look = painted(dye_rows[i].dye, OPAQUE);
        else
            continue;
        return true;
    }
    return false;
}

static bool wooden(struct str id, struct block_look *look)
{
    struct str bare = after(id, "stripped");
    for (size_t i = 0; i < wood_row_count; i++) {
        const struct wood_row *wood = &wood_rows[i];
        struct str thing = after(bare.p ? bare : id, wood->name);
        if (!thing.p)
            continue;
        if (matches_any("log wood stem hyphae block", thing))
            *look = painted(bare.p ? wood->planks : wood->bark, OPAQUE);
        else if (str_eq(thing, STR("leaves")))
            *look = painted(wood->leaves, OPAQUE);
        else if (matches_any("planks slab stairs fence fence_gate door trapdoor pressure_plate button *sign shelf mosaic bookshelf", thing))
            *look = painted(wood->planks, OPAQUE);
        else
            continue;
        return true;
    }
    return false;
}

static bool in_table(struct str id, struct block_look *look)
{
    for (size_t i = 0; i < colour_row_count; i++)
        if (matches_any(colour_rows[i].names, id)) {
            *look = painted(colour_rows[i].colour, colour_rows[i].alpha);
            return true;
        }
    return false;
}

static bool of_copper(struct str id, struct block_look *look)
{
    static const struct colour_row stages[] = {
        {0x52a284, OPAQUE, "*oxidized_*"}, {0x6c9a72, OPAQUE, "*weathered_*"}, {0xa37c66, OPAQUE, "*exposed_*"}, {0xc06c4e, OPAQUE, "*"}};
    if (!matches_any("*copper* *lightning_rod", id))
        return false;
    size_t stage = 0;
    while (!matches_any(stages[stage].names, id))
        stage++;
    *look = painted(stages[stage].colour, OPAQUE);
    return true;
}

/* One of red, green and blue of a colour by hue (degrees), saturation and lightness (thousandths): CSS Color 4, section 7.1,
 * in whole numbers. SHIFT: 0, 8 and 4 for red, green and blue. */
static uint8_t hsl_part(int hue, int saturation, int lightness, int shift)
{
    int k = (shift * 1000 + hue * 1000 / 30) % 12000;
    int least = k - 3000 < 9000 - k ? k - 3000 : 9000 - k;
    least = least > 1000 ? 1000 : least < -1000 ? -1000 : least;
    int chroma = saturation * (lightness < 1000 - lightness ? lightness : 1000 - lightness) / 1000;
    return (uint8_t)((lightness - chroma * least / 1000) * 255 / 1000);
}

static struct block_look from_name(struct str name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (unsigned char)name.p[i]) * 16777619u;
    hash ^= hash >> 15;
    int hue = (int)(hash % 360), saturation = 250 + (int)(hash / 360 % 250), lightness = 420 + (int)(hash / 90000 % 200);
    return (struct block_look){hsl_part(hue, saturation, lightness, 0), hsl_part(hue, saturation, lightness, 8),
                               hsl_part(hue, saturation, lightness, 4), OPAQUE, SHAPE_CUBE, false};
}

/* Of those whose shape hangs on a property. */
static enum block_shape shape_by_state(struct str state, struct str id)
{
    struct str type = state_property(state, "type"), layers = state_property(state, "layers");
    if (matches_any("double_*slab *_double_slab", id) || str_eq(type, STR("double")))
        return SHAPE_CUBE;
    if (matches_any("*_slab *slab", id))
        return str_eq(type, STR("top")) || str_eq(state_property(state, "half"), STR("top")) ? SHAPE_SLAB_TOP : SHAPE_SLAB_BOTTOM;
    if (matches_any("snow snow_layer", id)) {
        int64_t thick;
        if (!str_to_int64(layers, &thick) || thick < 3)
            return SHAPE_CARPET;
        return thick < 7 ? SHAPE_SLAB_BOTTOM : SHAPE_CUBE;
    }
    if (matches_any("*trapdoor", id) && !str_eq(state_property(state, "open"), STR("true")) &&
        !str_eq(state_property(state, "half"), STR("top")))
        return SHAPE_CARPET;
    return SHAPE_COUNT;
}

/* The first that matches counts; cubes stand here where a later row would take them. */
static const struct {
    enum block_shape shape;
    const char *names;
} shape_rows[] = {
    {SHAPE_CUBE, "*_block command_block melon pumpkin grass_block mushroom_stem *_bulb *_ore wall_*_block"},
    {SHAPE_FLUID, "water flowing_water lava flowing_lava bubble_column"},
    {SHAPE_STAIRS, "*stairs"},
    {SHAPE_PANE, "*pane *_bars *door trapdoor ladder vine vines glow_lichen sculk_vein *wall_sign *wall_banner *_wall_fan"},
    {SHAPE_CARPET, "*carpet *pressure_plate *rail redstone_wire lily_pad waterlily *repeater *comparator pink_petals wildflowers leaf_litter "
                   "resin_clump tripwire frogspawn *coral_fan"},
    {SHAPE_SLAB_BOTTOM, "*_bed bed daylight_detector* sculk_sensor calibrated_sculk_sensor sculk_shrieker stonecutter cake campfire soul_campfire"},
    {SHAPE_POST, "*fence *fence_gate *_wall chain *_chain *rod scaffolding bamboo chorus_plant pointed_dripstone hopper brewing_stand bell "
                 "conduit *hanging_sign *_sign *_banner standing_* sign *cactus_flower dragon_egg"},
    {SHAPE_SMALL, "*torch *lantern *button lever *_head *_skull skull flower_pot potted_* *candle *candle_cake turtle_egg sea_pickle "
                  "tripwire_hook *_bud amethyst_cluster cocoa sniffer_egg heavy_core *_golem_statue dried_ghast"},
    {SHAPE_CROSS, "*sapling short_grass tall_grass grass tallgrass *fern dead_bush deadbush *bush *dry_grass seagrass tall_seagrass kelp* dandelion "
                  "*poppy *orchid allium azure_bluet *tulip oxeye_daisy cornflower wither_rose lily_of_the_valley *torchflower* brown_mushroom "
                  "red_mushroom fire soul_fire wheat carrots potatoes beetroots nether_wart sugar_cane reeds *_roots *_fungus *_vines *_vines_plant "
                  "nether_sprouts *eyeblossom sunflower lilac peony pitcher_* *_coral cobweb web spore_blossom small_dripleaf big_dripleaf* "
                  "*melon_stem *pumpkin_stem mangrove_propagule yellow_flower red_flower double_plant *_flower pale_hanging_moss azalea flowering_azalea"},
};

static enum block_shape shape_of(struct str state, struct str id)
{
    enum block_shape shape = matches_any("sea_lantern jack_o_lantern mangrove_roots muddy_mangrove_roots chorus_flower", id)
                                 ? SHAPE_CUBE
                                 : shape_by_state(state, id);
    for (size_t i = 0; shape == SHAPE_COUNT && i < sizeof shape_rows / sizeof *shape_rows; i++)
        if (matches_any(shape_rows[i].names, id))
            shape = shape_rows[i].shape;
    return shape == SHAPE_COUNT ? SHAPE_CUBE : shape;
}

static bool unseen(struct str state)
{
    return state.n == 0 || state_is_air(state) || state_is_absent(state) ||
           (str_eq(state_space(state), STR("minecraft")) && matches_any("barrier light", state_id(state)));
}

struct block_look block_look(struct str state)
{
    struct block_look look = {.known = true};
    if (unseen(state))
        return look;
    struct str id = state_id(state);
    if (!dyed(id, &look) && !wooden(id, &look) && !in_table(id, &look) && !of_copper(id, &look))
        look = from_name(state_name(state));
    look.shape = shape_of(state, id);
    return look;
}
