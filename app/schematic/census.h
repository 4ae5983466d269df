/* What a build is made of: every block state with how often it stands there. */
#ifndef CURIO_SCHEMATIC_CENSUS_H
#define CURIO_SCHEMATIC_CENSUS_H

#include "core/buf.h"

struct census_entry {
    struct str state; /* canonical (state.h) */
    int64_t count;    /* more than 0 */
};

/* Air of all kinds and what is absent are left out: the counts add up to `blocks`, which int64 holds. Sorted by state; each
 * state once. */
struct census {
    struct census_entry *entries;
    size_t count;
};

/* Makes entries in any order a census: sorts them, adds up those of the same state, leaves out air, what is absent, and
 * counts that are not more than 0. */
void census_settle(struct census *);
int64_t census_blocks(const struct census *);
/* Whether any state of the kind NAME ("minecraft:oak_log") is there. */
bool census_has(const struct census *, struct str name);

/* {"minecraft:oak_log[axis=y]": 12, …} and back. Reading takes any order (jsonb has its own) and refuses what is not of that
 * shape: states that are not canonical, air, counts below 1 or whose sum int64 does not hold, more than JSON_READ_VALUES. */
void census_json(const struct census *, struct buf *out);
bool census_read(struct arena *, struct str json, struct census *out) __attribute__((warn_unused_result));
/* Each kind of block once ("minecraft:oak_log"), sorted; *COUNT says how many. */
struct str *census_names(struct arena *, const struct census *, size_t *count);
/* Name spaces other than minecraft (and legacy), sorted. */
struct str *census_mods(struct arena *, const struct census *, size_t *count);

#endif
