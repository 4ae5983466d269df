/* Structures of Bedrock Edition: little-endian, and in another order (z runs fastest). States are spelled as Bedrock does:
 * "minecraft:stone_slab[top_slot_bit=0]". A second layer holds what shares a place with a block, water as a rule. */
#include "schematic/format.h"

static void refuse_index(struct nbt *nbt, int64_t value)
{
    verdict_refuse(nbt->verdict, REASON_PALETTE_INDEX, nbt_offset(nbt) - 4, "A block has index %lld; at most %d.", (long long)value, PALETTE_SPARSE - 1);
}

/* The first layer. Along z, places are WIDTH apart in the order of the hash. */
static void read_first(struct nbt *nbt, struct inspection *in, struct nbt_list *list)
{
    const int64_t *size = in->known.there ? in->known.sides : in->structure.size;
    bool sized = size[AXIS_X] > 0;
    int64_t place = 0, x = 0, y = 0, z = 0;
    struct tally_walk walk = tally_walk_from(0);
    in->bedrock.count = list->count;
    in->placed = in->placed && sized;
    for (; nbt_element(nbt, list); place++) {
        int64_t value = nbt_integer(nbt, NBT_INT);
        if (value < -1 || value >= PALETTE_SPARSE) {
            refuse_index(nbt, value);
        } else if (value >= 0) {
            tally_run(&walk, &in->tallies[value], 1);
            in->bedrock.end = value >= in->bedrock.end ? (uint32_t)value + 1 : in->bedrock.end;
        } else {
            tally_skip(&walk, 1);
        }
        if (!sized)
            continue;
        if (++z < size[AXIS_Z]) {
            tally_skip(&walk, size[AXIS_X] - 1);
            continue;
        }
        z = 0;
        x += ++y == size[AXIS_Y];
        y = y == size[AXIS_Y] ? 0 : y;
        walk = tally_walk_from(x < size[AXIS_X] ? x + y * size[AXIS_X] * size[AXIS_Z] : 0);
    }
}

static void read_second(struct nbt *nbt, struct inspection *in, struct nbt_list *list)
{
    in->bedrock.second = (int64_t *)(void *)inspection_scratch(in);
    while (nbt_element(nbt, list)) {
        int64_t value = nbt_integer(nbt, NBT_INT);
        if (value < -1 || value >= PALETTE_SPARSE)
            refuse_index(nbt, value);
        else if (value >= 0)
            in->bedrock.second[value]++;
    }
}

static void read_layer(struct nbt *nbt, struct inspection *in, bool first)
{
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    if (!nbt_list(nbt, &list))
        return;
    if (list.count > 0 && list.element != NBT_INT) {
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "A layer is a list of %s; ints are expected.", nbt_tag_name(list.element));
        return;
    }
    if (!first && list.count > 0 && list.count != in->bedrock.count)
        verdict_refuse(nbt->verdict, REASON_BLOCK_COUNT, offset, "A layer of %d blocks beside one of %lld.", list.count, (long long)in->bedrock.count);
    if (first)
        read_first(nbt, in, &list);
    else
        read_second(nbt, in, &list);
}

static void read_layers(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    in->bedrock.layers_offset = offset;
    if (!nbt_list(nbt, &list))
        return;
    if (list.element != NBT_LIST || list.count < 1 || list.count > 2) {
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "%d layers of %s; one or two lists are expected.", list.count, nbt_tag_name(list.element));
        return;
    }
    for (bool first = true; nbt_element(nbt, &list); first = false)
        read_layer(nbt, in, first);
}

static void read_states(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct inspection *)at)->palette);
}

/* Compounds by place ("5", in the order of the blocks), each with block_entity_data or ticks. */
static void read_places(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        int64_t place = -1;
        bool numbered = str_to_int64(field.name, &place);
        if (field.tag == NBT_COMPOUND && numbered)
            collect_bedrock_place(nbt, in, place);
        else
            nbt_skip(nbt, field.tag);
    }
}

static void read_default(struct nbt *nbt, void *at)
{
    enum { PALETTE, PLACES };
    static const struct shape_field fields[] = {
        [PALETTE] = SHAPE_FIELD("block_palette", NBT_LIST, read_states, 0),
        [PLACES] = SHAPE_FIELD("block_position_data", NBT_COMPOUND, read_places, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    shape_read(nbt, &shape, &seen, at);
    shape_require(nbt, &shape, &seen, SHAPE_BIT(PALETTE), offset);
}

static void read_palettes(struct nbt *nbt, void *at)
{
    enum { DEFAULT };
    static const struct shape_field fields[] = {[DEFAULT] = SHAPE_FIELD("default", NBT_COMPOUND, read_default, 0)};
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    shape_read(nbt, &shape, &seen, at);
    shape_require(nbt, &shape, &seen, SHAPE_BIT(DEFAULT), offset);
}

void bedrock_read_structure(struct nbt *nbt, void *at)
{
    enum { LAYERS, PALETTE, ENTITIES };
    static const struct shape_field fields[] = {
        [LAYERS] = SHAPE_FIELD("block_indices", NBT_LIST, read_layers, 0),
        [PALETTE] = SHAPE_FIELD("palette", NBT_COMPOUND, read_palettes, 0),
        [ENTITIES] = SHAPE_FIELD("entities", NBT_LIST, collect_entities, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    shape_read(nbt, &shape, &seen, at);
    if (nbt->little_endian)
        shape_require(nbt, &shape, &seen, SHAPE_BIT(LAYERS) | SHAPE_BIT(PALETTE), offset);
}

void bedrock_settle(struct inspection *in)
{
    const struct bedrock *bedrock = &in->bedrock;
    const int64_t *size = in->structure.size;
    int64_t volume = inspection_volume(in, size, in->structure.size_offset);
    if (bedrock->count != volume)
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, bedrock->layers_offset, "%lld blocks; %lld x %lld x %lld make %lld.",
                       (long long)bedrock->count, (long long)size[0], (long long)size[1], (long long)size[2], (long long)volume);
    palette_settle(&in->palette, in->tallies, bedrock->end, &in->verdict, bedrock->layers_offset);
    for (uint32_t i = 0; bedrock->second && i < PALETTE_LIMIT; i++) {
        if (bedrock->second[i] > 0 && i >= in->palette.end)
            verdict_refuse(&in->verdict, REASON_PALETTE_INDEX, bedrock->layers_offset, "Index %u in the second layer; the palette has %u entries.", i,
                           in->palette.count);
        else if (bedrock->second[i] > 0 && !palette_is_air(&in->palette, i))
            verdict_warn(&in->verdict, WARNING_SECOND_LAYER);
    }
    in->facts->regions = 1;
    in->width = size[AXIS_X];
    in->height = size[AXIS_Y];
    in->length = size[AXIS_Z];
    collect_move_entities(in, in->sponge.offset);
}
