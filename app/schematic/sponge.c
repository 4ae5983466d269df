/* Sponge schematics, versions 1 to 3: https://github.com/SpongePowered/Schematic-Specification */
#include "schematic/format.h"

void sponge_read_palette(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    palette_read_names(nbt, &in->palette);
}

void sponge_read_offset(struct nbt *nbt, void *at)
{
    struct nbt_array array;
    size_t n, at_axis = 0;
    if (!nbt_array(nbt, NBT_INT_ARRAY, &array))
        return;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        for (size_t i = 0; i < n; i++, at_axis++)
            if (at_axis < 3)
                ((struct inspection *)at)->sponge.offset[at_axis] = (int32_t)nbt_u32(p + 4 * i);
}

static void refuse_varint(struct inspection *in, enum varint_result result, int64_t offset)
{
    if (result == VARINT_TOO_LONG)
        verdict_refuse(&in->verdict, REASON_BAD_VARINT, offset, "A number in the block data is longer than 32 bits.");
    else
        verdict_refuse(&in->verdict, REASON_PALETTE_INDEX, offset, "A block has index %u; at most %d.", in->sponge.reader->value, PALETTE_LIMIT - 1);
}

void sponge_read_data(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct varint_reader *reader = ARENA_NEW(in->pass_arena, struct varint_reader);
    stream_open(&reader->stream, in->tallies);
    in->sponge.reader = reader;
    in->sponge.data_offset = nbt_offset(nbt);
    struct nbt_array array;
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    size_t n, bad = 0;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));) {
        int64_t offset = nbt_offset(nbt) - (int64_t)n;
        enum varint_result result = varint_read(reader, p, n, &bad);
        if (result != VARINT_OK)
            refuse_varint(in, result, offset + (int64_t)bad);
    }
    if (!varint_finish(reader))
        verdict_refuse(&in->verdict, REASON_BAD_VARINT, nbt_offset(nbt), "The block data ends within a number.");
}

/* Version 3 keeps palette and data in a compound of their own. */
void sponge_read_blocks(struct nbt *nbt, void *at)
{
    enum { PALETTE, DATA, BLOCK_ENTITIES };
    static const struct shape_field fields[] = {
        [PALETTE] = SHAPE_FIELD("Palette", NBT_COMPOUND, sponge_read_palette, 0),
        [DATA] = SHAPE_FIELD("Data", NBT_BYTE_ARRAY, sponge_read_data, 0),
        [BLOCK_ENTITIES] = SHAPE_FIELD("BlockEntities", NBT_LIST, collect_block_entities, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    shape_read(nbt, &shape, &seen, at);
    shape_require(nbt, &shape, &seen, SHAPE_BIT(PALETTE) | SHAPE_BIT(DATA), offset);
}

void sponge_settle(struct inspection *in)
{
    const struct stream *stream = &in->sponge.reader->stream;
    const int64_t sides[3] = {in->width, in->height, in->length};
    int64_t volume = inspection_volume(in, sides, in->root_offset);
    if (stream->count != volume)
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, in->sponge.data_offset, "The data has %lld blocks; %lld x %lld x %lld make %lld.",
                       (long long)stream->count, (long long)in->width, (long long)in->height, (long long)in->length, (long long)volume);
    palette_settle(&in->palette, in->tallies, stream->end, &in->verdict, in->sponge.data_offset);
    in->facts->regions = 1;
    collect_move_entities(in, in->version < 3 ? in->sponge.offset : (const int64_t[3]){0});
}
