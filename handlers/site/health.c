#include "handlers/site/health.h"

#include "queries/site.h"
#include "store/clamd.h"
#include "store/contract_json.h"

enum { SCANNER_SECONDS = 1 };

enum status health_liveness(struct request *rq, struct response *rs)
{
    struct health_liveness_row *row = ARENA_NEW(rq->arena, struct health_liveness_row);
    *row = (struct health_liveness_row){STR("ok"), timestamp_now()};
    return response_one(rs, OK, &Q_HEALTH_LIVENESS, row);
}

static bool scanner_healthy(const struct config *config)
{
    struct clamd clamd = {.socket = config->clamd_socket.p, .timeout_seconds = SCANNER_SECONDS};
    return config->clamd_socket.n > 0 && clamd_healthy(&clamd);
}

static struct str word(bool healthy)
{
    return healthy ? STR("healthy") : STR("away");
}

enum status health_readiness(struct request *rq, struct response *rs)
{
    bool database = db_healthy(rq->db), redis = cache_healthy(rq->cache), storage = blob_store_healthy(rq->blobs);
    bool scanner = scanner_healthy(rq->config);
    bool serves = database && storage, whole = serves && redis && scanner;
    struct health_checks_row checks = {word(database), word(redis), word(storage), word(scanner)};
    struct health_readiness_row row = {whole ? STR("ready") : serves ? STR("degraded") : STR("unavailable"),
                                       timestamp_now(), checks};
    struct json json;
    json_begin(&json, &rs->body);
    contract_write_row(&json, &Q_HEALTH_READINESS, &row);
    if (!json_end(&json))
        rs->body.failed = true;
    rs->content_type = STR("application/json");
    return rs->status = serves ? OK : SERVICE_UNAVAILABLE;
}
