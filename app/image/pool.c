#include "image/pool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/crypto.h"
#include "core/language.h"
#include "core/log.h"
#include "core/text.h"
#include "core/timestamp.h"
#include "image/confine.h"
#include "image/face.h"
#include "image/heif.h"
#include "image/magick.h"
#include "image/pool_task.h"
#include "web/fastcgi.h"

enum {
    LISTEN_SOCKET = 0,
    POOL_MEMORY = 1 << 20,
    LIFE_LEAST_US = 250 * 1000 /* systemd/pool takes a worker that ends within 200 ms of its start for broken */
};
static const size_t request_memory = (size_t)512 << 20; /* a picture, what came of it, and the answer */

/* Up to a quarter more, so that the workers of a pool are not replaced all at once. */
static int64_t requests_to_serve(const struct config *config)
{
    uint32_t random;
    random_bytes(&random, sizeof random);
    return config->image_requests + (int64_t)random % (config->image_requests / 4 + 1);
}

/* All that opens files, before none can be opened. */
static bool load(const struct config *config, const char *policy)
{
    const struct face_setup setup = {config->image_face_cascades.p, config->image_face_model.p};
    language_use(config);
    (void)_("Too large"); /* has the catalogue read */
    if (!magick_prepare(policy))
        return false;
    if (!heif_prepare())
        log_warn("there is no AV1: pictures are not written as AVIF");
    return config->image_faces == 0 || face_prepare(&setup);
}

static bool open_pool(struct arena *arena, const struct config *config, struct pool *pool)
{
    *pool = (struct pool){.config = config, .cell = {.nowhere = open("/dev/null", O_RDWR | O_CLOEXEC), .seconds = CELL_SECONDS}};
    pool->drawn = ARENA_NEW(arena, struct drawn);
    cell_prepare();
    if (image_shelf_open(arena, config->image_dir.p, &pool->shelf) == SHELF_OK)
        return pool->cell.nowhere >= 0;
    log_error("image_dir " STR_FMT " can't be used", STR_ARG(config->image_dir));
    return false;
}

static void handle(struct fastcgi *fastcgi, struct pool *pool, struct arena *arena, const struct incoming *in)
{
    const int64_t started_us = monotonic_us();
    struct task task = {.pool = pool, .arena = arena, .in = in};
    const struct str id = arena_str(arena, incoming_parameter(in, "HTTP_X_REQUEST_ID")), kind = arena_str(arena, incoming_parameter(in, "CURIO_TASK"));
    buf_init_in(arena, &task.head, POOL_MEMORY);
    buf_init_in(arena, &task.body, IMAGE_FRAME_MAX);
    log_request_id(id);
    task_handle(&task);
    task_drain(&task);
    fastcgi_answer(fastcgi, buf_str(&task.head), buf_str(&task.body));
    log_with(task.status >= 500 ? LOG_ERROR : LOG_INFO, "picture", log_text("task", kind), log_number("statusCode", task.status),
             log_text("reason", str_of(task.reason ? task.reason : "")), log_number("duration", (monotonic_us() - started_us) / 1000));
    log_request_id(STR_NULL);
}

static int serve(struct fastcgi *fastcgi, struct pool *pool)
{
    struct arena *arena = arena_new(request_memory);
    enum fastcgi_result result;
    struct incoming in;
    int64_t left = requests_to_serve(pool->config);
    const int64_t least_until = monotonic_us() + LIFE_LEAST_US;
    while ((result = fastcgi_accept(fastcgi, &in)) == FASTCGI_REQUEST) {
        handle(fastcgi, pool, arena, &in);
        arena_reset(arena);
        if (--left <= 0 && monotonic_us() >= least_until)
            fastcgi_stop();
    }
    arena_free(arena);
    return result == FASTCGI_FAIL ? 1 : 0;
}

int pool_run(const struct config *config, const char *policy)
{
    struct arena *arena = arena_new(POOL_MEMORY);
    struct fastcgi *fastcgi = fastcgi_open(LISTEN_SOCKET);
    struct pool pool;
    int status = 1;
    if (!fastcgi)
        log_error("descriptor 0 is not a socket to listen on: start curio-image --pool under spawn-fcgi");
    else if (!load(config, policy))
        log_error("something that reads pictures is missing");
    else if (open_pool(arena, config, &pool) && image_confine_worker(pool.shelf.folder))
        status = serve(fastcgi, &pool);
    else
        log_error("a worker of the image pool could not shut itself in");
    if (fastcgi)
        fastcgi_close(fastcgi);
    arena_free(arena);
    return status;
}
