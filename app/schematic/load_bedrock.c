/* Bedrock's structures: z runs fastest, then y, and -1 says nothing of a place. */
#include "schematic/load.h"

static void read_first(struct loading *load, struct nbt_list *list)
{
    struct model_region *region = load_only_region(load);
    const int32_t *size = region ? region->size : (const int32_t[3]){1, 1, 1};
    int32_t x = 0, y = 0, z = 0;
    while (nbt_element(&load->nbt, list)) {
        int64_t value = nbt_integer(&load->nbt, NBT_INT);
        if (region && x < size[0] && value >= 0 && value < MODEL_PALETTE_MAX)
            region->cells[(size_t)x + ((size_t)z + (size_t)y * (size_t)size[2]) * (size_t)size[0]] = (uint16_t)(value + 1);
        else if (value >= MODEL_PALETTE_MAX)
            verdict_refuse(&load->verdict, REASON_PALETTE_TOO_LONG, nbt_offset(&load->nbt), "A block has state %lld.", (long long)value);
        z = z + 1 < size[2] ? z + 1 : 0;
        y = z > 0 ? y : y + 1 < size[1] ? y + 1 : 0;
        x += z == 0 && y == 0;
    }
}

static void count_second(struct loading *load, struct nbt_list *list)
{
    while (nbt_element(&load->nbt, list))
        load->model->left_out[MODEL_LEFT_LAYER] += nbt_integer(&load->nbt, NBT_INT) >= 0;
}

static void read_layers(struct nbt *nbt, void *at)
{
    struct nbt_list layers, list;
    if (!nbt_list(nbt, &layers))
        return;
    for (bool first = true; nbt_element(nbt, &layers); first = false) {
        if (layers.element != NBT_LIST) {
            nbt_skip(nbt, layers.element);
            continue;
        }
        if (!nbt_list(nbt, &list))
            return;
        if (list.element != NBT_INT)
            while (nbt_element(nbt, &list))
                nbt_skip(nbt, list.element);
        else if (first)
            read_first(at, &list);
        else
            count_second(at, &list);
    }
}

static void read_states(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct loading *)at)->palette);
}

static void read_data(struct loading *load, int64_t place)
{
    const struct schematic_facts *facts = &load->model->facts;
    struct nbt_field field;
    if (!nbt_compound(&load->nbt))
        return;
    while (nbt_field(&load->nbt, &field)) {
        if (field.tag == NBT_COMPOUND && place >= 0 && str_eq(field.name, STR("block_entity_data")))
            load_block_entity_at(load, (const int32_t[3]){(int32_t)(place / facts->length / facts->height), (int32_t)(place / facts->length % facts->height),
                                                         (int32_t)(place % facts->length)});
        else
            nbt_skip(&load->nbt, field.tag);
    }
}

/* Compounds by place, in the order of the blocks. */
static void read_places(struct nbt *nbt, void *at)
{
    const struct schematic_facts *facts = &((struct loading *)at)->model->facts;
    int64_t volume = facts->width * facts->height * facts->length;
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        int64_t place;
        bool good = str_to_int64(field.name, &place) && place >= 0 && place < volume;
        if (field.tag == NBT_COMPOUND)
            read_data(at, good ? place : -1);
        else
            nbt_skip(nbt, field.tag);
    }
}

static void read_default(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("block_palette", NBT_LIST, read_states, 0),
        SHAPE_FIELD("block_position_data", NBT_COMPOUND, read_places, 0),
    };
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    load_fields(at, &shape, at);
}

static void read_palettes(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {SHAPE_FIELD("default", NBT_COMPOUND, read_default, 0)};
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    load_fields(at, &shape, at);
}

void load_bedrock_structure(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("block_indices", NBT_LIST, read_layers, 0),
        SHAPE_FIELD("palette", NBT_COMPOUND, read_palettes, 0),
        SHAPE_FIELD("entities", NBT_LIST, load_entities, 0),
    };
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    load_fields(at, &shape, at);
}
