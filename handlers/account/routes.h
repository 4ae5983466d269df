#ifndef CURIO_HANDLERS_ACCOUNT_ROUTES_H
#define CURIO_HANDLERS_ACCOUNT_ROUTES_H

#include "web/route.h"

extern const struct route_table account_routes;

#endif
