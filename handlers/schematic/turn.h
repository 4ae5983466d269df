/* Turns for builds that take long to read. Whoever wants may upload a file that keeps a worker busy for seconds; readers
 * must not have to wait for it, so at most half of the pool's workers are at such files at any time. */
#ifndef CURIO_HANDLERS_SCHEMATIC_TURN_H
#define CURIO_HANDLERS_SCHEMATIC_TURN_H

#include <stdbool.h>

#include "core/config.h"

/* True when there is one, which *DESCRIPTOR (-1 before) then stands for: closing it, also by dying, gives it back. True as
 * well where run_dir can't be used: the turns protect the site, and are not worth an upload. */
bool turn_take(const struct config *, int *descriptor);

#endif
