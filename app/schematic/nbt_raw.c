#include "schematic/nbt_raw.h"

struct raw {
    const uint8_t *p;
    size_t n, at;
    unsigned deepest;
    bool broken;
};

static bool skip_value(struct raw *, enum nbt_tag, unsigned depth);

/* The next N bytes, NULL past the end. */
static const uint8_t *take(struct raw *raw, uint64_t n)
{
    if (raw->broken || n > raw->n - raw->at) {
        raw->broken = true;
        return NULL;
    }
    const uint8_t *p = raw->p + raw->at;
    raw->at += (size_t)n;
    return p;
}

/* A field's tag and name; NBT_END at the compound's end and where there is no more. */
static enum nbt_tag take_field(struct raw *raw, struct str *name)
{
    const uint8_t *tag = take(raw, 1);
    if (!tag || *tag == NBT_END)
        return NBT_END;
    const uint8_t *length = take(raw, 2);
    const uint8_t *text = length ? take(raw, nbt_u16(length)) : NULL;
    if (!text || *tag >= NBT_TAG_COUNT) {
        raw->broken = true;
        return NBT_END;
    }
    *name = (struct str){(const char *)text, nbt_u16(length)};
    return (enum nbt_tag)*tag;
}

static bool skip_compound(struct raw *raw, unsigned depth)
{
    struct str name;
    enum nbt_tag tag;
    raw->deepest = depth > raw->deepest ? depth : raw->deepest;
    raw->broken |= depth > NBT_DEPTH_MAX;
    while (!raw->broken && (tag = take_field(raw, &name)) != NBT_END)
        skip_value(raw, tag, depth);
    return !raw->broken;
}

static bool skip_list(struct raw *raw, unsigned depth)
{
    const uint8_t *head = take(raw, 5);
    if (!head)
        return false;
    enum nbt_tag element = (enum nbt_tag)head[0];
    int32_t count = (int32_t)nbt_u32(head + 1);
    raw->deepest = depth > raw->deepest ? depth : raw->deepest;
    raw->broken |= depth > NBT_DEPTH_MAX || head[0] >= NBT_TAG_COUNT || count < 0 || (element == NBT_END && count > 0);
    for (int32_t i = 0; i < count && !raw->broken; i++)
        skip_value(raw, element, depth);
    return !raw->broken;
}

/* Elements of SIZE bytes, as many as the number before them says, which has LENGTH bytes. */
static bool skip_counted(struct raw *raw, size_t length, uint64_t size)
{
    const uint8_t *head = take(raw, length);
    return head && take(raw, (length == 2 ? nbt_u16(head) : nbt_u32(head)) * size);
}

/* DEPTH is that of the compound or list around the value. */
static bool skip_value(struct raw *raw, enum nbt_tag tag, unsigned depth)
{
    switch (tag) {
    case NBT_BYTE: return take(raw, 1);
    case NBT_SHORT: return take(raw, 2);
    case NBT_INT:
    case NBT_FLOAT: return take(raw, 4);
    case NBT_LONG:
    case NBT_DOUBLE: return take(raw, 8);
    case NBT_BYTE_ARRAY: return skip_counted(raw, 4, 1);
    case NBT_INT_ARRAY: return skip_counted(raw, 4, 4);
    case NBT_LONG_ARRAY: return skip_counted(raw, 4, 8);
    case NBT_STRING: return skip_counted(raw, 2, 1);
    case NBT_LIST: return skip_list(raw, depth + 1);
    case NBT_COMPOUND: return skip_compound(raw, depth + 1);
    case NBT_END:
    case NBT_TAG_COUNT: break;
    }
    raw->broken = true;
    return false;
}

bool nbt_raw_check(struct str payload, unsigned *depth)
{
    struct raw raw = {.p = (const uint8_t *)payload.p, .n = payload.n};
    bool sound = skip_compound(&raw, 1) && raw.at == raw.n;
    *depth = raw.deepest;
    return sound;
}

bool nbt_raw_field(struct str payload, size_t *at, struct str *name, struct str *whole)
{
    struct raw raw = {.p = (const uint8_t *)payload.p, .n = payload.n, .at = *at};
    enum nbt_tag tag = take_field(&raw, name);
    if (tag == NBT_END || !skip_value(&raw, tag, 1))
        return false;
    *whole = (struct str){payload.p + *at, raw.at - *at};
    *at = raw.at;
    return true;
}
