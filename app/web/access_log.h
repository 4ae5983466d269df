/* One line a request, and its place in the metrics. */
#ifndef CURIO_WEB_ACCESS_LOG_H
#define CURIO_WEB_ACCESS_LOG_H

#include "web/exchange.h"

/* The query is never written, nor the path of a route that carries a {token}: of that one its pattern is. */
void access_log(const struct exchange *, int64_t duration_us);

#endif
