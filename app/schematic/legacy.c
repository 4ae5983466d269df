#include "schematic/legacy.h"

#include "schematic/legacy_table.h"
#include "schematic/state.h"

enum { TORCH = 50, REDSTONE_TORCH_OFF = 75, REDSTONE_TORCH = 76, TORCH_STANDS = 5 };

static struct str text_of(const struct legacy_row *row)
{
    return (struct str){row->state, row->length};
}

/* The first row from PAIR on. */
static size_t first_from(unsigned pair)
{
    size_t from = 0, until = LEGACY_ROWS;
    while (from < until) {
        size_t middle = (from + until) / 2;
        if (legacy_rows[middle].pair < pair)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

/* What the old game takes for granted where it does not know the data value. */
static unsigned usual_data(unsigned id)
{
    return id == TORCH || id == REDSTONE_TORCH_OFF || id == REDSTONE_TORCH ? TORCH_STANDS : 0;
}

struct str legacy_state(unsigned id, unsigned data)
{
    unsigned pair = id << 4 | (data & 15);
    size_t i = first_from(pair);
    if (i == LEGACY_ROWS || legacy_rows[i].pair != pair)
        i = first_from(id << 4 | usual_data(id));
    return i < LEGACY_ROWS && legacy_rows[i].pair >> 4 == id ? text_of(&legacy_rows[i]) : STR_NULL;
}

void legacy_put_state(struct buf *out, const struct states *states, const uint32_t *names, unsigned id, unsigned data)
{
    struct str known = names ? STR_NULL : legacy_state(id, data);
    if (names && names[id] > 0) {
        buf_add(out, states_text(states, names[id] - 1));
        if (data > 0)
            buf_printf(out, "[data=%u]", data);
    } else if (known.p) {
        buf_add(out, known);
    } else {
        buf_printf(out, "legacy:block_%u[data=%u]", id, data);
    }
}

/* Blocks of the old game that later releases call otherwise than 1.13 did. */
static const struct {
    struct str later, name;
} renamed[] = {
    {STR("minecraft:dirt_path"), STR("minecraft:grass_path")},
    {STR("minecraft:oak_sign"), STR("minecraft:sign")},
    {STR("minecraft:oak_wall_sign"), STR("minecraft:wall_sign")},
    {STR("minecraft:short_grass"), STR("minecraft:grass")},
    {STR("minecraft:smooth_stone_slab"), STR("minecraft:stone_slab")},
    {STR("minecraft:water_cauldron"), STR("minecraft:cauldron")},
};

static struct str name_then(struct str name)
{
    for (size_t i = 0; i < sizeof renamed / sizeof renamed[0]; i++)
        if (str_eq(name, renamed[i].later))
            return renamed[i].name;
    return name;
}

/* The first place in legacy_by_state whose name is not below NAME. */
static size_t first_named(struct str name)
{
    size_t from = 0, until = LEGACY_ROWS;
    while (from < until) {
        size_t middle = (from + until) / 2;
        if (state_order(state_name(text_of(&legacy_rows[legacy_by_state[middle]])), name) < 0)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

/* How unlike two states of one block are. Which half a block is counts for more than all else: the old game kept some of a
 * door's properties in one half only. */
static unsigned unlikeness(struct str row, struct str state)
{
    enum { HALF = 64 };
    struct str key, value;
    unsigned sum = 0;
    size_t at = 0;
    while (state_next_property(row, &at, &key, &value)) {
        struct str other = STR_NULL, its_key, its_value;
        for (size_t its_at = 0; state_next_property(state, &its_at, &its_key, &its_value);)
            if (str_eq(its_key, key))
                other = its_value;
        if (!str_eq(value, other))
            sum += str_eq(key, STR("half")) || str_eq(key, STR("part")) ? HALF : 1;
    }
    return sum;
}

bool legacy_number(struct str state, unsigned *id, unsigned *data, bool *exact)
{
    if (state.n == 0)
        return false;
    const struct legacy_row *best = NULL;
    struct str name = name_then(state_name(state));
    unsigned least = 0;
    for (size_t i = first_named(name); i < LEGACY_ROWS; i++) {
        const struct legacy_row *row = &legacy_rows[legacy_by_state[i]];
        if (!str_eq(state_name(text_of(row)), name))
            break;
        unsigned sum = unlikeness(text_of(row), state);
        if (!best || sum < least || (sum == least && row->pair < best->pair)) {
            best = row;
            least = sum;
        }
    }
    if (!best)
        return false;
    *id = best->pair >> 4;
    *data = best->pair & 15;
    *exact = str_eq(text_of(best), state);
    return true;
}
