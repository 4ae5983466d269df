#include "schematic/palette.h"

#include <string.h>

#include "schematic/shape.h"
#include "schematic/state.h"

void palette_open(struct palette *palette, struct arena *arena, struct states *states)
{
    *palette = (struct palette){.states = states, .named = inspection_memory(arena, PALETTE_LIMIT * sizeof *palette->named)};
}

void palette_clear(struct palette *palette)
{
    memset(palette->named, 0, palette->end * sizeof *palette->named);
    palette->count = palette->end = 0;
}

bool palette_is_air(const struct palette *palette, uint32_t index)
{
    return index < palette->end && palette->named[index] > 0 && palette->states->entries[palette->named[index] - 1].air;
}

static void name(struct palette *palette, struct verdict *verdict, int64_t offset, uint32_t index, struct str state)
{
    uint32_t entry;
    if (!states_intern(palette->states, state, &entry)) {
        verdict_refuse(verdict, REASON_PALETTE_TOO_LONG, offset, "More than %d states, or %d bytes of their texts.", STATES_MAX, STATES_TEXT);
        return;
    }
    if (palette->named[index] > 0)
        verdict_refuse(verdict, REASON_BAD_PALETTE, offset, "Two entries have the index %u.", index);
    palette->named[index] = entry + 1;
    palette->count++;
    palette->end = index + 1 > palette->end ? index + 1 : palette->end;
}

void palette_add(struct palette *palette, struct verdict *verdict, int64_t offset, int64_t index, struct str written)
{
    struct buf canonical;
    if (!verdict_stands(verdict))
        return;
    buf_init(&canonical, STATE_MAX + 1);
    if (index < 0 || index >= PALETTE_LIMIT)
        verdict_refuse(verdict, index < 0 ? REASON_BAD_PALETTE : REASON_PALETTE_TOO_LONG, offset, "Palette index %lld; at most %d.",
                       (long long)index, PALETTE_LIMIT - 1);
    else if (!state_canonical(written, &canonical))
        verdict_refuse(verdict, REASON_BAD_PALETTE, offset, "Entry %lld is not a block state.", (long long)index);
    else
        name(palette, verdict, offset, (uint32_t)index, buf_str(&canonical));
    buf_free(&canonical);
}

/* What is read next may move the window that a text lies in. */
static size_t keep(char into[STATE_MAX + 1], struct str text)
{
    size_t n = text.n <= STATE_MAX + 1 ? text.n : STATE_MAX + 1;
    if (n > 0)
        memcpy(into, text.p, n);
    return n;
}

void palette_read_names(struct nbt *nbt, struct palette *palette)
{
    struct nbt_field field;
    char written[STATE_MAX + 1];
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        size_t n = keep(written, field.name);
        if (field.tag != NBT_INT)
            verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, field.offset, "A palette entry is of type %s; int is expected.", nbt_tag_name(field.tag));
        else
            palette_add(palette, nbt->verdict, field.offset, nbt_integer(nbt, NBT_INT), (struct str){written, n});
    }
}

struct entry {
    char name[STATE_MAX + 1];
    size_t name_length;
    struct buf properties; /* "key=value,…" */
};

static void read_name(struct nbt *nbt, void *at)
{
    struct entry *entry = at;
    entry->name_length = keep(entry->name, nbt_text(nbt));
}

static void read_value(struct nbt *nbt, enum nbt_tag tag, struct buf *out)
{
    if (tag == NBT_STRING)
        buf_add(out, nbt_text(nbt));
    else if (tag >= NBT_BYTE && tag <= NBT_LONG)
        buf_add_int64(out, nbt_integer(nbt, tag));
    else
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, nbt_offset(nbt), "A property is of type %s; string is expected.", nbt_tag_name(tag));
}

/* Bedrock writes numbers and truth values where Java has texts. */
static void read_properties(struct nbt *nbt, void *at)
{
    struct entry *entry = at;
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        if (entry->properties.n > 0)
            buf_add_char(&entry->properties, ',');
        buf_add(&entry->properties, field.name);
        buf_add_char(&entry->properties, '=');
        read_value(nbt, field.tag, &entry->properties);
    }
}

static void add_entry(struct palette *palette, struct verdict *verdict, int64_t offset, struct entry *entry)
{
    struct buf written;
    buf_init(&written, (size_t)2 * STATE_MAX + 4);
    buf_add_bytes(&written, entry->name, entry->name_length);
    if (entry->properties.n > 0) {
        buf_add_char(&written, '[');
        buf_add(&written, buf_str(&entry->properties));
        buf_add_char(&written, ']');
    }
    palette_add(palette, verdict, offset, palette->end, written.failed || entry->properties.failed ? STR("") : buf_str(&written));
    buf_free(&written);
}

enum { NAME, PROPERTIES };
static const struct shape_field java_fields[] = {
    [NAME] = SHAPE_FIELD("Name", NBT_STRING, read_name, 0),
    [PROPERTIES] = SHAPE_FIELD("Properties", NBT_COMPOUND, read_properties, 0),
};
static const struct shape_field bedrock_fields[] = {
    [NAME] = SHAPE_FIELD("name", NBT_STRING, read_name, 0),
    [PROPERTIES] = SHAPE_FIELD("states", NBT_COMPOUND, read_properties, 0),
};

static void read_state(struct nbt *nbt, struct palette *palette)
{
    static const struct shape shapes[] = {SHAPE(java_fields), SHAPE(bedrock_fields)};
    const struct shape *shape = &shapes[nbt->little_endian];
    struct shape_seen seen = {0};
    struct entry entry = {0};
    int64_t offset = nbt_offset(nbt);
    buf_init(&entry.properties, STATE_MAX);
    shape_read(nbt, shape, &seen, &entry);
    if (shape_require(nbt, shape, &seen, SHAPE_BIT(NAME), offset))
        add_entry(palette, nbt->verdict, offset, &entry);
    buf_free(&entry.properties);
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

void palette_settle(const struct palette *palette, struct tally *tallies, uint32_t end, struct verdict *verdict, int64_t offset)
{
    for (uint32_t i = 0; i < end; i++) {
        if (tallies[i].count == 0)
            continue;
        if (i >= palette->end || palette->named[i] == 0)
            verdict_refuse(verdict, REASON_PALETTE_INDEX, offset, "Index %u is used %lld times; the palette has %u entries.", i,
                           (long long)tallies[i].count, palette->count);
        else
            tally_join(&palette->states->entries[palette->named[i] - 1].tally, &tallies[i]);
        tallies[i] = (struct tally){0};
    }
}
