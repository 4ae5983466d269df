/* The route tables compiled for matching: a tree of path segments, fixed ones tried before {parts}. */
#ifndef CURIO_WEB_ROUTER_H
#define CURIO_WEB_ROUTER_H

#include "web/route.h"

struct router;

/* Rooms that CONFIG has switched off are left out: their paths answer 404. Two rows for one method and path are our
 * mistake (assert). */
struct router *router_new(struct arena *, const struct config *, const struct route_table *const tables[], size_t count);

struct router_match {
    bool found;                /* the path exists, whatever the method */
    bool page;                 /* it is a browser's page */
    const struct route *route; /* NULL when the path takes other methods */
    unsigned allowed;          /* bit set of 1u << enum method */
    struct str arguments[REQUEST_ARGUMENTS];
};

/* PATH is decoded, starts with a slash and has no query. */
struct router_match router_find(const struct router *, enum method, struct str path);

#define API_PREFIX "/api/v1"
const char *method_name(enum method);
/* "GET, HEAD, POST, OPTIONS" for the Allow header. */
struct str methods_allowed(struct arena *, unsigned allowed);

#endif
