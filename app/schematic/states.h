/* The block states of one build, each once, with where they are. Their texts are bounded. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_STATES_H
#define CURIO_SCHEMATIC_STATES_H

#include "schematic/tally.h"

enum { STATES_MAX = 1 << 16, STATES_TEXT = 4 * 1024 * 1024 /* bytes of all texts together */ };

struct states_entry {
    uint32_t at; /* in TEXT */
    uint16_t length;
    bool air, absent;
    struct tally tally;
};

struct states {
    char *text;
    size_t used;
    struct states_entry *entries;
    uint32_t count;
    uint32_t *slots; /* of a hash table: index + 1, 0 where free */
    uint32_t slot_count;
};

void states_open(struct states *, struct arena *);
void states_clear(struct states *);
struct str states_text(const struct states *, uint32_t index);
/* The index of a canonical state, added where it is new; false when there is no room for it. */
bool states_intern(struct states *, struct str state, uint32_t *index) __attribute__((warn_unused_result));

#endif
