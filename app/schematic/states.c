#include "schematic/states.h"

#include <string.h>

#include "schematic/state.h"
#include "schematic/verdict.h"

/* At least two slots a state; few at first, for most builds have few states, and each page of memory that is touched takes time. */
enum { SLOTS_FIRST = 512, SLOTS = 2 * STATES_MAX };

void states_open(struct states *states, struct arena *arena)
{
    *states = (struct states){.text = inspection_memory(arena, STATES_TEXT),
                              .entries = inspection_memory(arena, STATES_MAX * sizeof *states->entries),
                              .slots = inspection_memory(arena, SLOTS * sizeof *states->slots),
                              .slot_count = SLOTS_FIRST};
}

void states_clear(struct states *states)
{
    memset(states->entries, 0, states->count * sizeof *states->entries);
    memset(states->slots, 0, states->slot_count * sizeof *states->slots);
    states->count = 0;
    states->used = 0;
}

struct str states_text(const struct states *states, uint32_t index)
{
    return (struct str){states->text + states->entries[index].at, states->entries[index].length};
}

/* FNV-1a. Whoever crafts collisions pays with a palette of at most STATES_MAX entries. */
static uint32_t hash_of(struct str state)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < state.n; i++)
        hash = (hash ^ (unsigned char)state.p[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(hash ^ hash >> 32);
}

/* Where STATE is, or would be. */
static uint32_t *slot_of(const struct states *states, struct str state)
{
    uint32_t slot = hash_of(state) % states->slot_count;
    while (states->slots[slot] != 0 && !str_eq(states_text(states, states->slots[slot] - 1), state))
        slot = (slot + 1) % states->slot_count;
    return &states->slots[slot];
}

static void spread(struct states *states)
{
    states->slot_count *= 2;
    memset(states->slots, 0, states->slot_count * sizeof *states->slots);
    for (uint32_t i = 0; i < states->count; i++)
        *slot_of(states, states_text(states, i)) = i + 1;
}

static bool add(struct states *states, struct str state)
{
    if (states->count == STATES_MAX || state.n > STATES_TEXT - states->used)
        return false;
    if (2 * states->count == states->slot_count)
        spread(states);
    memcpy(states->text + states->used, state.p, state.n);
    *slot_of(states, state) = states->count + 1;
    states->entries[states->count++] = (struct states_entry){
        .at = (uint32_t)states->used, .length = (uint16_t)state.n, .air = state_is_air(state), .absent = state_is_absent(state)};
    states->used += state.n;
    return true;
}

bool states_intern(struct states *states, struct str state, uint32_t *index)
{
    uint32_t known = *slot_of(states, state);
    if (known == 0 && !add(states, state))
        return false;
    *index = known > 0 ? known - 1 : states->count - 1;
    return true;
}
