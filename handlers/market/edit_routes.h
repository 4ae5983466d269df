#ifndef CURIO_HANDLERS_MARKET_EDIT_ROUTES_H
#define CURIO_HANDLERS_MARKET_EDIT_ROUTES_H

#include "web/route.h"

extern const struct route_table market_edit_routes;

#endif
