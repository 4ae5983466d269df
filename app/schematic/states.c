#include "schematic/states.h"

#include <string.h>

#include "schematic/state.h"
#include "schematic/verdict.h"

enum { SLOTS = 2 * STATES_MAX };

void states_open(struct states *states, struct arena *arena)
{
    *states = (struct states){.text = inspection_memory(arena, STATES_TEXT),
                              .entries = inspection_memory(arena, STATES_MAX * sizeof *states->entries),
                              .slots = inspection_memory(arena, SLOTS * sizeof *states->slots)};
}

void states_clear(struct states *states)
{
    memset(states->entries, 0, states->count * sizeof *states->entries);
    memset(states->slots, 0, SLOTS * sizeof *states->slots);
    states->count = 0;
    states->used = 0;
}

struct str states_text(const struct states *states, uint32_t index)
{
    return (struct str){states->text + states->entries[index].at, states->entries[index].length};
}

/* FNV-1a. Whoever crafts collisions pays with a palette of at most STATES_MAX entries. */
static uint32_t slot_of(struct str state)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < state.n; i++)
        hash = (hash ^ (unsigned char)state.p[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(hash ^ hash >> 32) % SLOTS;
}

static bool add(struct states *states, struct str state, uint32_t *slot)
{
    if (states->count == STATES_MAX || state.n > STATES_TEXT - states->used)
        return false;
    memcpy(states->text + states->used, state.p, state.n);
    states->entries[states->count++] = (struct states_entry){
        .at = (uint32_t)states->used, .length = (uint16_t)state.n, .air = state_is_air(state), .absent = state_is_absent(state)};
    states->used += state.n;
    *slot = states->count;
    return true;
}

bool states_intern(struct states *states, struct str state, uint32_t *index)
{
    uint32_t slot = slot_of(state);
    while (states->slots[slot] != 0 && !str_eq(states_text(states, states->slots[slot] - 1), state))
        slot = (slot + 1) % SLOTS;
    if (states->slots[slot] == 0 && !add(states, state, &states->slots[slot]))
        return false;
    *index = states->slots[slot] - 1;
    return true;
}
