#include "schematic/nbt.h"

#include <assert.h>

#include "core/utf8.h"

/* SIZE: bytes of a value whose size is fixed, else 0. LEAST: the fewest bytes that a value takes. */
static const struct {
    const char *name;
    uint8_t size, least;
} tags[] = {
    [NBT_END] = {"end", 0, 0},
    [NBT_BYTE] = {"byte", 1, 1},
    [NBT_SHORT] = {"short", 2, 2},
    [NBT_INT] = {"int", 4, 4},
    [NBT_LONG] = {"long", 8, 8},
    [NBT_FLOAT] = {"float", 4, 4},
    [NBT_DOUBLE] = {"double", 8, 8},
    [NBT_BYTE_ARRAY] = {"byte array", 0, 4},
    [NBT_STRING] = {"string", 0, 2},
    [NBT_LIST] = {"list", 0, 5},
    [NBT_COMPOUND] = {"compound", 0, 1},
    [NBT_INT_ARRAY] = {"int array", 0, 4},
    [NBT_LONG_ARRAY] = {"long array", 0, 4},
};
static_assert(sizeof tags / sizeof tags[0] == NBT_TAG_COUNT, "a row for every tag");

const char *nbt_tag_name(enum nbt_tag tag)
{
    return tags[tag].name;
}

static int64_t bytes_left(const struct nbt *nbt)
{
    return nbt->source.budget - nbt_offset(nbt);
}

static inline bool spend_nodes(struct nbt *nbt, int64_t count, int64_t offset)
{
    if (count > nbt->nodes_left)
        verdict_refuse(nbt->verdict, REASON_TOO_MANY_NODES, offset, "More values than the budget allows.");
    nbt->nodes_left -= count;
    return verdict_stands(nbt->verdict);
}

/* Refuses a count that cannot fit into what the budget leaves, before anything relies on it. */
static bool check_count(struct nbt *nbt, int32_t count, int64_t least, int64_t offset)
{
    if (count < 0)
        verdict_refuse(nbt->verdict, REASON_NEGATIVE_LENGTH, offset, "A length of %d.", count);
    else if (count * least > bytes_left(nbt))
        verdict_refuse(nbt->verdict, REASON_TOO_MANY_BYTES, offset, "%d elements take more bytes than the budget leaves.", count);
    return verdict_stands(nbt->verdict);
}

static inline bool enter(struct nbt *nbt)
{
    if (++nbt->depth > nbt->depth_max)
        verdict_refuse(nbt->verdict, REASON_TOO_DEEP, nbt_offset(nbt), "More than %lld levels.", (long long)nbt->depth_max);
    return verdict_stands(nbt->verdict);
}

static inline enum nbt_tag read_tag(struct nbt *nbt)
{
    int64_t offset = nbt_offset(nbt);
    const uint8_t *p = source_take(&nbt->source, 1);
    if (!p || *p < NBT_TAG_COUNT)
        return p ? (enum nbt_tag)*p : NBT_END;
    verdict_refuse(nbt->verdict, REASON_UNKNOWN_TAG, offset, "Tag %d; the last one known is %d.", *p, NBT_TAG_COUNT - 1);
    return NBT_END;
}

/* N bytes, at most 8, as the number they are. */
static inline uint64_t number(const struct nbt *nbt, const uint8_t *p, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | p[nbt->little_endian ? n - 1 - i : i];
    return value;
}

static inline size_t text_length(const struct nbt *nbt, const uint8_t *p)
{
    return nbt->little_endian ? (size_t)(p[1] << 8 | p[0]) : nbt_u16(p);
}

static int32_t read_count(struct nbt *nbt)
{
    const uint8_t *p = source_take(&nbt->source, 4);
    return p ? (int32_t)(uint32_t)number(nbt, p, 4) : 0;
}

/* The text just taken. */
static inline void check_text(struct nbt *nbt, struct str text)
{
    if (!nbt_text_is_ascii(text) && !(nbt->little_endian ? utf8_valid(text) : nbt_text_valid(text)))
        verdict_refuse(nbt->verdict, REASON_BAD_TEXT, nbt_offset(nbt) - (int64_t)text.n - 2, "A text of %zu bytes is not %s.", text.n,
                       nbt->little_endian ? "UTF-8" : "modified UTF-8");
}

struct str nbt_text(struct nbt *nbt)
{
    const uint8_t *p = source_take(&nbt->source, 2);
    size_t n = p ? text_length(nbt, p) : 0;
    p = source_take(&nbt->source, n);
    if (!p || !verdict_stands(nbt->verdict))
        return STR("");
    struct str text = {(const char *)p, n};
    check_text(nbt, text);
    return text;
}

bool nbt_compound(struct nbt *nbt)
{
    return enter(nbt);
}

static __attribute__((noinline)) bool read_field_slowly(struct nbt *nbt, struct nbt_field *field)
{
    field->offset = nbt_offset(nbt);
    field->tag = read_tag(nbt);
    if (field->tag == NBT_END) {
        nbt->depth--;
        return false;
    }
    field->name = nbt_text(nbt);
    return spend_nodes(nbt, 1, field->offset);
}

/* Tag, length and name in one go; whatever needs a closer look is left to the other. */
bool nbt_field(struct nbt *nbt, struct nbt_field *field)
{
    const uint8_t *p = nbt->source.at;
    ptrdiff_t there = nbt->source.end - p - 3;
    if (there < 0 || p[0] >= NBT_TAG_COUNT || nbt->nodes_left <= 0 || !verdict_stands(nbt->verdict))
        return read_field_slowly(nbt, field);
    if (p[0] == NBT_END) {
        nbt->source.at++;
        nbt->depth--;
        return false;
    }
    struct str name = {(const char *)p + 3, text_length(nbt, p + 1)};
    if ((size_t)there < name.n || !nbt_text_is_ascii(name))
        return read_field_slowly(nbt, field);
    *field = (struct nbt_field){name, (enum nbt_tag)p[0], nbt_offset(nbt)};
    nbt->source.at += 3 + name.n;
    nbt->nodes_left--;
    return true;
}

bool nbt_list(struct nbt *nbt, struct nbt_list *list)
{
    int64_t offset = nbt_offset(nbt);
    *list = (struct nbt_list){.element = read_tag(nbt)};
    int32_t count = read_count(nbt);
    if (!enter(nbt) || !check_count(nbt, count, tags[list->element].least, offset) || !spend_nodes(nbt, count, offset))
        return false;
    if (list->element == NBT_END && count > 0)
        verdict_refuse(nbt->verdict, REASON_END_LIST, offset, "A list of %d elements without a type.", count);
    list->count = list->left = count;
    return verdict_stands(nbt->verdict);
}

bool nbt_element(struct nbt *nbt, struct nbt_list *list)
{
    if (list->left > 0 && verdict_stands(nbt->verdict)) {
        list->left--;
        return true;
    }
    nbt->depth--;
    return false;
}

bool nbt_array(struct nbt *nbt, enum nbt_tag tag, struct nbt_array *array)
{
    int64_t offset = nbt_offset(nbt);
    size_t element = tag == NBT_BYTE_ARRAY ? 1 : tag == NBT_INT_ARRAY ? 4 : 8;
    int32_t count = read_count(nbt);
    *array = (struct nbt_array){.element = element};
    if (!check_count(nbt, count, (int64_t)element, offset))
        return false;
    array->count = array->left = count;
    return true;
}

const uint8_t *nbt_run(struct nbt *nbt, struct nbt_array *array, size_t *count)
{
    *count = 0;
    if (array->left == 0 || !verdict_stands(nbt->verdict))
        return NULL;
    source_have(&nbt->source, array->element);
    size_t there = (size_t)(nbt->source.end - nbt->source.at) / array->element;
    *count = there == 0 ? 1 : (int64_t)there < array->left ? there : (size_t)array->left;
    const uint8_t *p = source_take(&nbt->source, *count * array->element);
    array->left -= (int64_t)*count;
    return p;
}

int64_t nbt_integer(struct nbt *nbt, enum nbt_tag tag)
{
    size_t size = tags[tag].size;
    const uint8_t *p = source_take(&nbt->source, size);
    if (!p)
        return 0;
    uint64_t value = number(nbt, p, size);
    switch (size) {
    case 1: return (int8_t)(uint8_t)value;
    case 2: return (int16_t)(uint16_t)value;
    case 4: return (int32_t)(uint32_t)value;
    default: return (int64_t)value;
    }
}

void nbt_pass(struct nbt *nbt, int64_t count)
{
    while (count > 0 && verdict_stands(nbt->verdict)) {
        source_have(&nbt->source, 1);
        int64_t there = nbt->source.end - nbt->source.at;
        int64_t n = there == 0 ? 1 : there < count ? there : count;
        source_take(&nbt->source, (size_t)n);
        count -= n;
    }
}

/* A compound or list in a compound or list: calls itself at most NBT_DEPTH_MAX times. */
static void skip_compound(struct nbt *nbt)
{
    struct nbt_field field;
    if (nbt_compound(nbt))
        while (nbt_field(nbt, &field))
            if (!nbt_skip_number(nbt, field.tag))
                nbt_skip(nbt, field.tag);
}

static void skip_list(struct nbt *nbt)
{
    struct nbt_list list;
    if (!nbt_list(nbt, &list))
        return;
    if (tags[list.element].size > 0) {
        nbt_pass(nbt, (int64_t)list.count * tags[list.element].size);
        list.left = 0;
    }
    while (nbt_element(nbt, &list))
        nbt_skip(nbt, list.element);
}

static void skip_array(struct nbt *nbt, enum nbt_tag tag)
{
    struct nbt_array array;
    if (nbt_array(nbt, tag, &array))
        nbt_pass(nbt, array.count * (int64_t)array.element);
}

void nbt_skip(struct nbt *nbt, enum nbt_tag tag)
{
    switch (tag) {
    case NBT_COMPOUND: skip_compound(nbt); break;
    case NBT_LIST: skip_list(nbt); break;
    case NBT_STRING: nbt_text(nbt); break;
    case NBT_BYTE_ARRAY:
    case NBT_INT_ARRAY:
    case NBT_LONG_ARRAY: skip_array(nbt, tag); break;
    case NBT_END:
    case NBT_BYTE:
    case NBT_SHORT:
    case NBT_INT:
    case NBT_LONG:
    case NBT_FLOAT:
    case NBT_DOUBLE:
    case NBT_TAG_COUNT: source_take(&nbt->source, tags[tag].size); break;
    }
}

/* Bedrock writes its lengths little-endian. Read big-endian, the first name that is not empty (the root's, or that of its
 * first field) then has a length of 256 or a multiple of it, which no Java build starts with. */
static bool is_little_endian(const struct source *source)
{
    const uint8_t *p = source->at;
    ptrdiff_t n = source->end - p;
    bool root_named = n >= 3 && p[1] + p[2] != 0;
    if (root_named)
        return p[1] != 0 && p[2] == 0;
    return n >= 6 && p[3] > NBT_END && p[3] < NBT_TAG_COUNT && p[4] != 0 && p[5] == 0;
}

void nbt_open(struct nbt *nbt, struct arena *arena, const struct schematic_budget *budget, schematic_read_fn *read, void *with,
              struct verdict *verdict)
{
    *nbt = (struct nbt){.verdict = verdict, .nodes_left = budget->nodes};
    nbt->depth_max = budget->depth < NBT_DEPTH_MAX ? budget->depth : NBT_DEPTH_MAX;
    source_open(&nbt->source, arena, budget->bytes, read, with, verdict);
}

bool nbt_root(struct nbt *nbt)
{
    int64_t offset = nbt_offset(nbt);
    if (!verdict_stands(nbt->verdict))
        return false;
    source_have(&nbt->source, 6);
    if (verdict_stands(nbt->verdict) && nbt->source.at < nbt->source.end && nbt->source.at[0] != NBT_COMPOUND)
        verdict_refuse(nbt->verdict, REASON_NOT_NBT, offset, "The data starts with byte 0x%02x, not with a compound.", (unsigned)nbt->source.at[0]);
    nbt->little_endian = is_little_endian(&nbt->source);
    read_tag(nbt);
    nbt_text(nbt);
    return spend_nodes(nbt, 1, offset);
}
