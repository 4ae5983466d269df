/* The rows behind legacy.h. Internal to legacy.c. */
#ifndef CURIO_SCHEMATIC_LEGACY_TABLE_H
#define CURIO_SCHEMATIC_LEGACY_TABLE_H

#include <stdint.h>

enum { LEGACY_ROWS = 1682 };

struct legacy_row {
    uint16_t pair; /* id << 4 | data */
    uint16_t length;
    const char *state; /* canonical */
};

extern const struct legacy_row legacy_rows[LEGACY_ROWS]; /* sorted by pair */
extern const uint16_t legacy_by_state[LEGACY_ROWS];      /* the same, sorted by name, then state, then pair */

#endif
