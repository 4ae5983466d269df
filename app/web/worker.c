#include "web/worker.h"

#include <string.h>

#include "core/crypto.h"
#include "core/log.h"
#include "core/metrics.h"
#include "core/timestamp.h"
#include "web/dispatch.h"
#include "web/fastcgi.h"

enum {
    LISTEN_SOCKET = 0,
    SITE_MEMORY = 4 * 1024 * 1024,
    LIFE_LEAST_US = 250 * 1000 /* systemd/pool takes a worker that ends within 200 ms of its start for broken */
};

/* Up to a quarter more than configured, so that the workers of a pool are not replaced all at once. 0: never. */
static int64_t requests_to_serve(const struct config *config)
{
    uint32_t random;
    if (config->recycle_requests <= 0)
        return INT64_MAX;
    random_bytes(&random, sizeof random);
    return config->recycle_requests + (int64_t)random % (config->recycle_requests / 4 + 1);
}

static bool open_site(struct arena *arena, const struct config *config, struct site *site)
{
    *site = (struct site){.config = config};
    if (blob_store_open(arena, config->blob_dir.p, &site->blobs) != BLOB_OK) {
        log_error("blob_dir " STR_FMT " can't be used", STR_ARG(config->blob_dir));
        return false;
    }
    site->db = db_open(config->database_url.p);
    site->cache = cache_open(config->redis_socket.p);
    site->router = router_new(arena, config, route_tables, route_table_count);
    site->limits = limits_new(arena, config);
    return true;
}

static void close_site(struct site *site)
{
    db_close(site->db);
    cache_close(site->cache);
}

static int serve(struct fastcgi *fastcgi, struct site *site)
{
    struct arena *arena = arena_new((size_t)site->config->request_memory);
    enum fastcgi_result result;
    struct incoming in;
    int64_t left = requests_to_serve(site->config), least_until = monotonic_us() + LIFE_LEAST_US;
    while ((result = fastcgi_accept(fastcgi, &in)) == FASTCGI_REQUEST) {
        metrics_busy(true);
        struct reply reply = dispatch(site, arena, &in);
        fastcgi_answer(fastcgi, reply.head, reply.body);
        arena_reset(arena);
        metrics_busy(false);
        if (--left <= 0 && monotonic_us() >= least_until)
            fastcgi_stop();
    }
    arena_free(arena);
    return result == FASTCGI_FAIL ? 1 : 0;
}

int worker_run(const struct config *config, const char *pool)
{
    struct arena *arena = arena_new(SITE_MEMORY);
    struct fastcgi *fastcgi = fastcgi_open(LISTEN_SOCKET);
    struct site site;
    int status = 1;
    if (fastcgi == NULL) {
        log_error("descriptor 0 is not a socket to listen on: start curio-web under spawn-fcgi");
    } else if (open_site(arena, config, &site)) {
        metrics_open(config->run_dir.p, pool);
        status = serve(fastcgi, &site);
        metrics_close();
        close_site(&site);
    }
    if (fastcgi != NULL)
        fastcgi_close(fastcgi);
    arena_free(arena);
    return status;
}
