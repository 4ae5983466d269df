/* What one inspection has concluded so far. The first refusal stands; everything that reads goes quiet after it, so callers
 * check once at the end. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_VERDICT_H
#define CURIO_SCHEMATIC_VERDICT_H

#include "schematic/inspect.h"

enum reason {
    REASON_NOT_NBT,
    REASON_BEDROCK,
    REASON_BAD_COMPRESSION,
    REASON_TRUNCATED,
    REASON_TRAILING_DATA,
    REASON_TOO_MANY_BYTES,
    REASON_TOO_MANY_NODES,
    REASON_TOO_DEEP,
    REASON_TOO_MANY_BLOCKS,
    REASON_AXIS_TOO_LONG,
    REASON_UNKNOWN_TAG,
    REASON_NEGATIVE_LENGTH,
    REASON_END_LIST,
    REASON_BAD_TEXT,
    REASON_NO_SCHEMATIC,
    REASON_AMBIGUOUS_FORMAT,
    REASON_UNKNOWN_VERSION,
    REASON_MISSING_FIELD,
    REASON_WRONG_TYPE,
    REASON_DUPLICATE_FIELD,
    REASON_EMPTY,
    REASON_BAD_SIZE,
    REASON_BLOCK_COUNT,
    REASON_BAD_VARINT,
    REASON_PALETTE_INDEX,
    REASON_PALETTE_TOO_LONG,
    REASON_BAD_PALETTE,
    REASON_BLOCK_OUTSIDE,
    REASON_DUPLICATE_BLOCK,
    REASON_UNSUPPORTED_ORDER,
    REASON_TOO_MANY_REGIONS,
    REASON_COUNT
};

enum warning {
    WARNING_TRAILING_BYTES,
    WARNING_MISSING_DATA_VERSION,
    WARNING_NIBBLE_ORDER,
    WARNING_PALETTES_DIFFER,
    WARNING_SIZE_TYPE,
    WARNING_SECOND_LAYER,
    WARNING_REGIONS_OVERLAP,
    WARNING_COUNT
};

struct verdict {
    struct schematic_facts *facts;
    struct schematic_refusal *refusal;
    bool refused;
    bool read_failed;
};

/* Neither refused nor failed to read. */
static inline bool verdict_stands(const struct verdict *verdict)
{
    return !verdict->refused && !verdict->read_failed;
}

void verdict_refuse(struct verdict *, enum reason, int64_t offset, const char *format, ...) __attribute__((format(printf, 4, 5)));
void verdict_warn(struct verdict *, enum warning);

/* Zeroed memory that lives as long as the arena but does not count against its cap: an inspection's buffers are bounded by
 * themselves (below 32 MiB together). The pages are touched as they are used. Ends the process when there is none. */
void *inspection_memory(struct arena *, size_t size);

#endif
