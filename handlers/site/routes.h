#ifndef CURIO_HANDLERS_SITE_ROUTES_H
#define CURIO_HANDLERS_SITE_ROUTES_H

#include "web/route.h"

extern const struct route_table site_routes;

#endif
