/* The market room's routes for readers. */
#ifndef CURIO_HANDLERS_MARKET_ROUTES_H
#define CURIO_HANDLERS_MARKET_ROUTES_H

#include "web/route.h"

extern const struct route_table market_routes;

#endif
