#ifndef CURIO_HANDLERS_MODERATION_ROUTES_H
#define CURIO_HANDLERS_MODERATION_ROUTES_H

#include "web/route.h"

extern const struct route_table moderation_routes;

#endif
