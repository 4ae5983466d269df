#include "handlers/site/service_routes.h"

#include "core/text.h"
#include "handlers/site/health.h"
#include "handlers/site/metrics.h"
#include "handlers/site/openapi.h"
#include "queries/site.h"

static const struct route routes[] = {
    {GET, "/health/liveness", health_liveness, N_("Whether the program answers"), ON_API, .limit = LIMIT_NONE,
     .cache = CACHE_NEVER, .answer = ANSWER_ONE, .returns = &Q_HEALTH_LIVENESS},
    {GET, "/health/readiness", health_readiness, N_("Whether the site can serve, and what it leans on; 503 if not"), ON_API,
     .limit = LIMIT_NONE, .cache = CACHE_NEVER, .answer = ANSWER_RAW, .returns = &Q_HEALTH_READINESS},
    {GET, "/health", health_liveness, N_("Whether the program answers, for simple probes"), ON_ROOT, .limit = LIMIT_NONE,
     .cache = CACHE_NEVER, .answer = ANSWER_ONE, .returns = &Q_HEALTH_LIVENESS},
    {GET, "/api/health/", health_liveness, N_("Whether the program answers, for simple probes"), ON_ROOT,
     .limit = LIMIT_NONE, .cache = CACHE_NEVER, .answer = ANSWER_ONE, .returns = &Q_HEALTH_LIVENESS},
    {GET, "/metrics", metrics_show, N_("Figures for Prometheus, on the loopback address only"), ON_ROOT,
     .limit = LIMIT_NONE, .cache = CACHE_NEVER, .answer = ANSWER_RAW},
    {GET, "/openapi.json", openapi_show, N_("This API's description, as OpenAPI 3.1"), ON_API, .limit = LIMIT_READ,
     .cache = CACHE_BRIEF, .answer = ANSWER_RAW},
};

const struct route_table service_routes = {routes, sizeof routes / sizeof *routes, N_("The service")};
