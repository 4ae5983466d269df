/* fuzz: nbt. Any bytes as a block state and as a census: one spelling, whose parts make it again; what is read is written the same;
 * every list of materials can be made of it. */
#include <stdlib.h>

#include "schematic/materials.h"
#include "schematic/state.h"

enum { MEMORY = 64 << 20, OUTPUT_MOST = 1 << 26 };

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* A canonical state stays as it is, and is no more than its parts. */
static void check_state(struct str state)
{
    struct buf again, parts;
    struct str key, value;
    size_t at = 0, count = 0;
    buf_init(&again, STATE_MAX);
    buf_init(&parts, STATE_MAX);
    demand(state_canonical(state, &again) && str_eq(buf_str(&again), state));
    buf_add(&parts, state_space(state));
    buf_add_char(&parts, ':');
    buf_add(&parts, state_id(state));
    while (state_next_property(state, &at, &key, &value))
        buf_printf(&parts, "%c" STR_FMT "=" STR_FMT, count++ ? ',' : '[', STR_ARG(key), STR_ARG(value));
    if (count)
        buf_add_char(&parts, ']');
    demand(str_eq(buf_str(&parts), state));
    buf_free(&again);
    buf_free(&parts);
}

static void check_materials(struct arena *arena, const struct census *census)
{
    struct materials materials;
    struct buf out;
    buf_init(&out, OUTPUT_MOST);
    materials_of(arena, census, &materials);
    demand(materials.without_item >= 0 && materials.without_item <= materials.blocks);
    for (size_t i = 0; i < materials.count; i++)
        demand(materials.items[i].count > 0 && materials.items[i].rest < materials.items[i].stack_size);
    materials_csv(&materials, &out);
    materials_json(&materials, &out);
    materials_text(&materials, STR("any"), &out);
    demand(!out.failed);
    buf_free(&out);
}

static void check_census(struct arena *arena, const struct census *census)
{
    struct census again;
    struct buf out, twice;
    buf_init(&out, OUTPUT_MOST);
    buf_init(&twice, OUTPUT_MOST);
    census_json(census, &out);
    demand(!out.failed && census_read(arena, buf_str(&out), &again));
    census_json(&again, &twice);
    demand(str_eq(buf_str(&out), buf_str(&twice)));
    for (size_t i = 0; i < census->count; i++) {
        check_state(census->entries[i].state);
        demand(census_has(census, state_name(census->entries[i].state)));
    }
    buf_free(&out);
    buf_free(&twice);
    check_materials(arena, census);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct census census;
    struct buf out;
    if (size > 1 << 14)
        return 0;
    struct arena *arena = arena_new(MEMORY);
    buf_init(&out, STATE_MAX);
    if (state_canonical(text, &out)) {
        struct census_entry entry = {buf_str(&out), INT64_MAX};
        census = (struct census){&entry, 1};
        check_state(entry.state);
        census_settle(&census);
        check_materials(arena, &census);
    }
    if (census_read(arena, text, &census))
        check_census(arena, &census);
    buf_free(&out);
    arena_free(arena);
    return 0;
}
