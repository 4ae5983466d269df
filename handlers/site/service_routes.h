/* What machines ask of a site: health, metrics, the API's own description. */
#ifndef CURIO_HANDLERS_SITE_SERVICE_ROUTES_H
#define CURIO_HANDLERS_SITE_SERVICE_ROUTES_H

#include "web/route.h"

extern const struct route_table service_routes;

#endif
