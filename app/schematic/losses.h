/* Collects what a conversion loses. Internal to app/schematic; convert.h has the report that comes of it. */
#ifndef CURIO_SCHEMATIC_LOSSES_H
#define CURIO_SCHEMATIC_LOSSES_H

#include "schematic/convert.h"

/* Worst first; the names and what they mean stand in losses.c. */
enum loss {
    LOSS_BLOCK_UNKNOWN,
    LOSS_BLOCK_OVERLAPPED,
    LOSS_BEDROCK_STATES,
    LOSS_SECOND_LAYER,
    LOSS_STATE_SIMPLIFIED,
    LOSS_ABSENT_AS_AIR,
    LOSS_BLOCK_ENTITIES,
    LOSS_BLOCK_ENTITY_FIELDS,
    LOSS_BLOCK_ENTITY_ERA,
    LOSS_ENTITIES,
    LOSS_ENTITY_FIELDS,
    LOSS_ENTITY_ERA,
    LOSS_PALETTES,
    LOSS_BIOMES,
    LOSS_PENDING_TICKS,
    LOSS_OFFSET,
    LOSS_DATA_VERSION,
    LOSS_DATA_VERSION_ASSUMED,
    LOSS_REGIONS_MERGED,
    LOSS_REGION_NAMES,
    LOSS_METADATA,
    LOSS_OTHER_FIELDS,
    LOSS_ABSENT_AS_VOID,
    LOSS_LARGER_THAN_48,
    LOSS_COUNT
};

struct losses {
    struct loss_row {
        enum loss kind;
        int64_t count;
        struct str detail; /* lives until losses_report() */
    } *rows;
    size_t count, capacity;
};

void losses_add(struct losses *, enum loss, int64_t count, struct str detail); /* nothing where COUNT is 0 */
/* Sorts, adds up equal ones, and copies what there is into the arena. The rows are freed. */
void losses_report(struct losses *, struct arena *, struct convert_report *);

#endif
