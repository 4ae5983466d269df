/* A worker's life: one request after the other until it is told to stop, or has done its share. */
#ifndef CURIO_WEB_WORKER_H
#define CURIO_WEB_WORKER_H

#include "core/config.h"

/* Serves the socket on descriptor 0. Returns the process's exit status: 0 when it was told to stop or has served its
 * number of requests, and the pool starts another. */
int worker_run(const struct config *, const char *pool);

#endif
