#ifndef CURIO_HANDLERS_SITE_HEALTH_H
#define CURIO_HANDLERS_SITE_HEALTH_H

#include "web/route.h"

handler_fn health_liveness, health_readiness;

#endif
