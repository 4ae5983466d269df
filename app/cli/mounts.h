/* Where a route is reached: at its page's path, below /api/v1, or both. */
#ifndef CURIO_CLI_MOUNTS_H
#define CURIO_CLI_MOUNTS_H

#include "web/route.h"

enum { MOUNTS_MOST = 2 };

/* How many; none where the route's room is off. */
size_t mounts_of(struct arena *, const struct config *, const struct route *, struct str out[MOUNTS_MOST]);

#endif
