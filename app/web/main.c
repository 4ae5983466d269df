/* curio-web [--config FILE] [--pool web|auth]: a FastCGI worker, started by spawn-fcgi and multiwatch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/language.h"
#include "core/log.h"
#include "web/worker.h"

struct options {
    const char *config_path, *pool;
};

static bool read_options(int count, char **arguments, struct options *options)
{
    *options = (struct options){getenv("CURIO_CONFIG"), "web"};
    for (int i = 1; i < count; i += 2) {
        const char *value = i + 1 < count ? arguments[i + 1] : NULL;
        if (value != NULL && strcmp(arguments[i], "--config") == 0)
            options->config_path = value;
        else if (value != NULL && strcmp(arguments[i], "--pool") == 0)
            options->pool = value;
        else
            return false;
    }
    return strcmp(options->pool, "web") == 0 || strcmp(options->pool, "auth") == 0;
}

enum { CONFIG_MEMORY = 1024 * 1024 };

int main(int count, char **arguments)
{
    struct options options;
    struct config config;
    struct str why;
    if (!read_options(count, arguments, &options)) {
        fputs("usage: curio-web [--config FILE] [--pool web|auth]\n", stderr);
        return 2;
    }
    umask(077);
    log_init("curio-web", LOG_INFO);
    struct arena *arena = arena_new(CONFIG_MEMORY);
    if (config_load(arena, options.config_path, environ, &config, &why) != CONFIG_OK) {
        fprintf(stderr, STR_FMT "\n", STR_ARG(why));
        arena_free(arena);
        return 2;
    }
    log_init("curio-web", (enum log_level)config.log_level);
    language_use(&config);
    int status = worker_run(&config, options.pool);
    arena_free(arena);
    return status;
}
