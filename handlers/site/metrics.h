#ifndef CURIO_HANDLERS_SITE_METRICS_H
#define CURIO_HANDLERS_SITE_METRICS_H

#include "web/route.h"

handler_fn metrics_show;

#endif
