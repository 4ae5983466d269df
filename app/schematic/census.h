/* What a build is made of: every block state with how often it stands there. */
#ifndef CURIO_SCHEMATIC_CENSUS_H
#define CURIO_SCHEMATIC_CENSUS_H

#include "core/buf.h"

struct census_entry {
    struct str state; /* canonical (state.h) */
    int64_t count;    /* more than 0 */
};

/* Air of all kinds and what is absent are left out: the counts add up to `blocks`. Sorted by state; each state once. */
struct census {
    struct census_entry *entries;
    size_t count;
};

/* {"minecraft:oak_log[axis=y]": 12, …} and back. Reading refuses what is not of that shape. */
void census_json(const struct census *, struct buf *out);
bool census_read(struct arena *, struct str json, struct census *out) __attribute__((warn_unused_result));
/* Each kind of block once ("minecraft:oak_log"), sorted; *COUNT says how many. */
struct str *census_names(struct arena *, const struct census *, size_t *count);
/* Name spaces other than minecraft (and legacy), sorted. */
struct str *census_mods(struct arena *, const struct census *, size_t *count);

#endif
