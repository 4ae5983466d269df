#ifndef CURIO_HANDLERS_SCHEMATIC_ROUTES_H
#define CURIO_HANDLERS_SCHEMATIC_ROUTES_H

#include "web/route.h"

extern const struct route_table schematic_routes;

#endif
