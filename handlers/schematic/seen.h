/* The safety manifest of a build in calm words. */
#ifndef CURIO_HANDLERS_SCHEMATIC_SEEN_H
#define CURIO_HANDLERS_SCHEMATIC_SEEN_H

#include "core/arena.h"
#include "store/contract.h"

/* Rows of schematic_seen, what runs commands first; none where MANIFEST (JSON, may be absent) tells of nothing. */
struct list seen_in(struct arena *, struct str manifest);

#endif
