#include "schematic/material_rules.h"

#include "schematic/state.h"

struct rule {
    const char *block;
    const char *items[2]; /* NULL: nothing more */
};

/* Blocks of the game that are placed by something of another name. */
static const struct rule rules[] = {
    /* by nothing */
    {"fire", {0}}, {"soul_fire", {0}}, {"nether_portal", {0}}, {"portal", {0}}, {"end_portal", {0}}, {"end_gateway", {0}},
    {"piston_head", {0}}, {"moving_piston", {0}}, {"piston_extension", {0}},
    /* by what they grow from */
    {"wheat", {"wheat_seeds"}}, {"carrots", {"carrot"}}, {"potatoes", {"potato"}}, {"beetroots", {"beetroot_seeds"}},
    {"melon_stem", {"melon_seeds"}}, {"attached_melon_stem", {"melon_seeds"}},
    {"pumpkin_stem", {"pumpkin_seeds"}}, {"attached_pumpkin_stem", {"pumpkin_seeds"}},
    {"torchflower_crop", {"torchflower_seeds"}}, {"pitcher_crop", {"pitcher_pod"}}, {"cocoa", {"cocoa_beans"}},
    {"sweet_berry_bush", {"sweet_berries"}}, {"cave_vines", {"glow_berries"}}, {"cave_vines_plant", {"glow_berries"}},
    {"weeping_vines_plant", {"weeping_vines"}}, {"twisting_vines_plant", {"twisting_vines"}},
    {"bamboo_sapling", {"bamboo"}}, {"big_dripleaf_stem", {"big_dripleaf"}},
    {"kelp", {"kelp", "water_bucket"}}, {"kelp_plant", {"kelp", "water_bucket"}}, {"seagrass", {"seagrass", "water_bucket"}},
    {"tall_seagrass", {"seagrass", "bone_meal"}}, /* and water, which both halves take */
    /* by what they are made of on the spot */
    {"farmland", {"dirt"}}, {"dirt_path", {"dirt"}}, {"grass_path", {"dirt"}}, {"frosted_ice", {"ice"}},
    {"redstone_wire", {"redstone"}}, {"tripwire", {"string"}}, {"powder_snow", {"powder_snow_bucket"}},
    {"bubble_column", {"water_bucket"}}, {"candle_cake", {"cake", "candle"}},
    {"water_cauldron", {"cauldron", "water_bucket"}}, {"lava_cauldron", {"cauldron", "lava_bucket"}},
    {"powder_snow_cauldron", {"cauldron", "powder_snow_bucket"}},
    {"potted_azalea_bush", {"flower_pot", "azalea"}}, {"potted_flowering_azalea_bush", {"flower_pot", "flowering_azalea"}},
    /* by what they were called later */
    {"sign", {"oak_sign"}}, {"standing_sign", {"oak_sign"}}, {"wall_sign", {"oak_sign"}}, {"reeds", {"sugar_cane"}},
    {"lit_furnace", {"furnace"}}, {"lit_redstone_lamp", {"redstone_lamp"}}, {"lit_redstone_ore", {"redstone_ore"}},
    {"lit_pumpkin", {"jack_o_lantern"}}, {"unlit_redstone_torch", {"redstone_torch"}},
    {"powered_repeater", {"repeater"}}, {"unpowered_repeater", {"repeater"}},
    {"powered_comparator", {"comparator"}}, {"unpowered_comparator", {"comparator"}},
    {"daylight_detector_inverted", {"daylight_detector"}},
};

/* Blocks of which several share a place: the property that says how many. */
static const struct {
    const char *block, *property;
} several[] = {
    {"snow", "layers"},               {"snow_layer", "layers"},         {"sea_pickle", "pickles"},        {"turtle_egg", "eggs"},
    {"pink_petals", "flower_amount"}, {"wildflowers", "flower_amount"}, {"leaf_litter", "segment_amount"}, {"candle", "candles"},
};

/* Blocks that lie on the faces of others, an item each. */
static const char *const faced[] = {"vine", "glow_lichen", "sculk_vein", "resin_clump"};
static const char *const faces[] = {"down", "up", "north", "south", "east", "west"};

struct making {
    struct arena *arena;
    struct str state, id;
    struct material_part *parts;
    size_t count;
};

static bool property_is(struct str state, const char *key, const char *value)
{
    struct str found = state_property(state, key);
    return found.p && str_eq(found, str_of(value));
}

static void add(struct making *making, struct str item, int64_t times)
{
    if (making->count < MATERIAL_PARTS)
        making->parts[making->count++] = (struct material_part){.item = item, .times = times};
}

static void add_own(struct making *making, struct str id, int64_t times)
{
    add(making, str_eq(id, making->id) ? state_name(making->state) : arena_printf(making->arena, "minecraft:" STR_FMT, STR_ARG(id)), times);
}

static int64_t faces_of(struct str state)
{
    int64_t count = 0;
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++)
        count += property_is(state, faces[i], "true");
    return count > 0 ? count : 1;
}

/* How many items of its own kind share the block's place. */
static int64_t times_of(struct str state, struct str id)
{
    const char *property = str_ends_with(id, STR("_candle")) ? "candles" : NULL;
    int64_t times;
    for (size_t i = 0; i < sizeof faced / sizeof *faced; i++)
        if (str_eq(id, str_of(faced[i])))
            return faces_of(state);
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (str_eq(id, str_of(several[i].block)))
            property = several[i].property;
    return property && str_to_int64(state_property(state, property), &times) && times >= 1 && times <= 8 ? times : 1;
}

static bool by_rule(struct making *making)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!str_eq(making->id, str_of(rules[i].block)))
            continue;
        for (size_t k = 0; k < 2 && rules[i].items[k]; k++)
            add_own(making, str_of(rules[i].items[k]), 1);
        if (str_eq(making->id, STR("tall_seagrass")))
            add_own(making, STR("water_bucket"), 1);
        return true;
    }
    return false;
}

/* Fluids: the source is poured from a bucket, what flows from it comes by itself. */
static bool by_bucket(struct making *making)
{
    struct str level = state_property(making->state, "level"), id = making->id;
    bool water = str_eq(id, STR("water")) || str_eq(id, STR("flowing_water"));
    bool lava = str_eq(id, STR("lava")) || str_eq(id, STR("flowing_lava"));
    if (!water && !lava)
        return false;
    if (!level.p || str_eq(level, STR("0")))
        add_own(making, water ? STR("water_bucket") : STR("lava_bucket"), 1);
    return true;
}

/* A cauldron of the time when it held water by a property. */
static bool by_filling(struct making *making)
{
    struct str level = state_property(making->state, "level");
    if (!str_eq(making->id, STR("cauldron")) || !level.p || str_eq(level, STR("0")))
        return false;
    add_own(making, STR("cauldron"), 1);
    add_own(making, STR("water_bucket"), 1);
    return true;
}

static bool by_pot_or_cake(struct making *making)
{
    struct str id = making->id, cake = STR("_cake");
    if (str_starts_with(id, STR("potted_"))) {
        add_own(making, STR("flower_pot"), 1);
        add_own(making, str_slice(id, STR("potted_").n, id.n), 1);
        return true;
    }
    if (!str_ends_with(id, STR("_candle_cake")))
        return false;
    add_own(making, STR("cake"), 1);
    add_own(making, str_slice(id, 0, id.n - cake.n), 1);
    return true;
}

/* "oak_wall_hanging_sign" hangs from the same item as "oak_hanging_sign"; "cobblestone_wall" is a wall. */
static bool on_a_wall(struct making *making)
{
    static const char *const kinds[] = {"wall_torch", "wall_sign", "wall_hanging_sign", "wall_banner", "wall_head", "wall_skull", "wall_fan"};
    struct str id = making->id, wall = STR("wall_");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct str kind = str_of(kinds[i]);
        if (!str_ends_with(id, kind) || (id.n > kind.n && id.p[id.n - kind.n - 1] != '_'))
            continue;
        struct str front = str_slice(id, 0, id.n - kind.n), back = str_slice(kind, wall.n, kind.n);
        add_own(making, arena_printf(making->arena, STR_FMT STR_FMT, STR_ARG(front), STR_ARG(back)), 1);
        return true;
    }
    return false;
}

static bool by_former_name(struct making *making)
{
    struct str id = making->id, twice = STR("double_");
    ptrdiff_t at = str_find(id, twice);
    if (str_eq(id, STR("grass"))) { /* up to 1.12 the block, with snow on it or not; then the plant */
        add_own(making, state_property(making->state, "snowy").p ? STR("grass_block") : STR("short_grass"), 1);
        return true;
    }
    if (at < 0 || str_find(id, STR("_slab")) < 0)
        return false;
    struct str front = str_slice(id, 0, (size_t)at), back = str_slice(id, (size_t)at + twice.n, id.n);
    add_own(making, arena_printf(making->arena, STR_FMT STR_FMT, STR_ARG(front), STR_ARG(back)), 2);
    return true;
}

static void by_itself(struct making *making)
{
    bool two = str_ends_with(making->id, STR("_slab")) && property_is(making->state, "type", "double");
    add_own(making, making->id, two ? 2 : times_of(making->state, making->id));
}

static enum material_half half_of(struct str state, struct str id)
{
    bool bed = str_ends_with(id, STR("bed"));
    if (property_is(state, "half", "upper") || (bed && property_is(state, "part", "head")))
        return MATERIAL_FAR;
    return property_is(state, "half", "lower") || (bed && property_is(state, "part", "foot")) ? MATERIAL_NEAR : MATERIAL_WHOLE;
}

/* Both halves of what stands in water have water of their own. */
static void set_halves(struct making *making)
{
    enum material_half half = half_of(making->state, making->id);
    for (size_t i = 0; i < making->count; i++)
        if (!str_eq(making->parts[i].item, STR("minecraft:water_bucket")))
            making->parts[i].half = half;
}

size_t material_parts(struct arena *arena, struct str state, struct material_part parts[MATERIAL_PARTS])
{
    struct making making = {.arena = arena, .state = state, .id = state_id(state), .parts = parts};
    struct str space = state_space(state);
    if (str_eq(space, STR("legacy"))) {
        add(&making, state_name(state), 1);
        return making.count;
    }
    if (!str_eq(space, STR("minecraft")))
        add(&making, state_name(state), str_ends_with(making.id, STR("_slab")) && property_is(state, "type", "double") ? 2 : 1);
    else if (!by_rule(&making) && !by_bucket(&making) && !by_filling(&making) && !by_pot_or_cake(&making) && !on_a_wall(&making) &&
             !by_former_name(&making))
        by_itself(&making);
    if (property_is(state, "waterlogged", "true"))
        add(&making, STR("minecraft:water_bucket"), 1);
    set_halves(&making);
    return making.count;
}

int32_t material_stack_size(struct str item)
{
    static const char *const single[] = {"_bed", "_bucket", "shulker_box", "_boat", "minecart"};
    static const char *const sixteen[] = {"_sign", "_banner"};
    struct str id = state_id(item);
    if (!str_eq(state_space(item), STR("minecraft")))
        return 64;
    if (str_eq(id, STR("cake")) || str_eq(id, STR("bed")))
        return 1;
    if (str_eq(id, STR("bucket")) || str_eq(id, STR("banner")) || str_eq(id, STR("armor_stand")) || str_eq(id, STR("egg")))
        return 16;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (str_ends_with(id, str_of(single[i])))
            return 1;
    for (size_t i = 0; i < sizeof sixteen / sizeof *sixteen; i++)
        if (str_ends_with(id, str_of(sixteen[i])))
            return 16;
    return 64;
}
