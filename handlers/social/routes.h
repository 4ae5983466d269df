#ifndef CURIO_HANDLERS_SOCIAL_ROUTES_H
#define CURIO_HANDLERS_SOCIAL_ROUTES_H

#include "web/route.h"

extern const struct route_table social_routes;

#endif
