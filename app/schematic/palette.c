#include "schematic/palette.h"

#include <string.h>

#include "schematic/shape.h"

enum { WORDS = PALETTE_LIMIT / 64 };

void palette_open(struct palette *palette, struct arena *arena)
{
    *palette = (struct palette){.named = inspection_memory(arena, WORDS * sizeof(uint64_t)),
                                .air = inspection_memory(arena, WORDS * sizeof(uint64_t))};
}

void palette_clear(struct palette *palette)
{
    size_t used = (palette->end + 63u) / 64 * sizeof(uint64_t);
    memset(palette->named, 0, used);
    memset(palette->air, 0, used);
    palette->count = palette->end = 0;
}

static bool bit(const uint64_t *set, uint32_t i)
{
    return set[i / 64] >> i % 64 & 1;
}

static bool has(const struct palette *palette, uint32_t index)
{
    return index < palette->end && bit(palette->named, index);
}

bool palette_is_air(const struct palette *palette, uint32_t index)
{
    return index < palette->end && bit(palette->air, index);
}

bool block_is_air(struct str name)
{
    struct str id, properties, bare;
    str_cut(name, '[', &id, &properties);
    bare = str_starts_with(id, STR("minecraft:")) ? str_slice(id, sizeof "minecraft:" - 1, id.n) : id;
    return str_eq(bare, STR("air")) || str_eq(bare, STR("cave_air")) || str_eq(bare, STR("void_air"));
}

static void add(struct palette *palette, struct verdict *verdict, int64_t offset, int64_t index, bool air)
{
    if (index < 0 || index >= PALETTE_LIMIT) {
        verdict_refuse(verdict, index < 0 ? REASON_BAD_PALETTE : REASON_PALETTE_TOO_LONG, offset, "Palette index %lld; at most %d.",
                       (long long)index, PALETTE_LIMIT - 1);
        return;
    }
    uint32_t i = (uint32_t)index;
    if (has(palette, i))
        verdict_refuse(verdict, REASON_BAD_PALETTE, offset, "Two entries have the index %u.", i);
    palette->named[i / 64] |= (uint64_t)1 << i % 64;
    palette->air[i / 64] |= (uint64_t)air << i % 64;
    palette->count++;
    palette->end = i + 1 > palette->end ? i + 1 : palette->end;
}

void palette_read_names(struct nbt *nbt, struct palette *palette)
{
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        bool air = block_is_air(field.name);
        if (field.tag != NBT_INT)
            verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, field.offset, "A palette entry is of type %s; int is expected.", nbt_tag_name(field.tag));
        else
            add(palette, nbt->verdict, field.offset, nbt_integer(nbt, NBT_INT), air);
    }
}

static void read_name(struct nbt *nbt, void *at)
{
    *(bool *)at = block_is_air(nbt_text(nbt));
}

static void read_state(struct nbt *nbt, struct palette *palette)
{
    enum { NAME, PROPERTIES };
    static const struct shape_field fields[] = {
        [NAME] = SHAPE_FIELD("Name", NBT_STRING, read_name, 0),
        [PROPERTIES] = SHAPE_FIELD("Properties", NBT_COMPOUND, NULL, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    bool air = false;
    shape_read(nbt, &shape, &seen, &air);
    if (shape_require(nbt, &shape, &seen, SHAPE_BIT(NAME), offset))
        add(palette, nbt->verdict, offset, palette->end, air);
}

void palette_read_states(struct nbt *nbt, struct palette *palette)
{
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    if (!nbt_list(nbt, &list))
        return;
    if (list.count > 0 && list.element != NBT_COMPOUND)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "The palette is a list of %s; compound is expected.", nbt_tag_name(list.element));
    if (list.count > PALETTE_LIMIT)
        verdict_refuse(nbt->verdict, REASON_PALETTE_TOO_LONG, offset, "%d entries; at most %d.", list.count, PALETTE_LIMIT);
    while (nbt_element(nbt, &list))
        read_state(nbt, palette);
}

void palette_settle(const struct palette *palette, const int64_t *uses, uint32_t end, struct verdict *verdict, int64_t offset, int64_t *blocks)
{
    for (uint32_t i = 0; i < end; i++) {
        if (uses[i] == 0)
            continue;
        if (!has(palette, i))
            verdict_refuse(verdict, REASON_PALETTE_INDEX, offset, "Index %u is used %lld times; the palette has %u entries.", i,
                           (long long)uses[i], palette->count);
        if (!palette_is_air(palette, i))
            *blocks += uses[i];
    }
}
