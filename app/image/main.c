/* curio-image: the workers of the image pool, and what the detectors see in an operator's folder. Everything that comes with a picture is taken for
 * hostile: before its first byte is looked at, whoever looks has given up all that it could do besides computing. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/config.h"
#include "core/log.h"
#include "image/detect.h"
#include "image/magick.h"
#include "image/pool.h"

enum { CONFIG_MEMORY = 1 << 20 };

/* ../share/curio/magick beside the folder of the program, in the build as where it is installed. */
static bool policy_folder(char *out, size_t n)
{
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0)
        return false;
    const char *slash = memrchr(program, '/', (size_t)length);
    const int written = slash ? snprintf(out, n, "%.*s/../share/curio/magick", (int)(slash - program), program) : -1;
    char file[PATH_MAX];
    return written > 0 && (size_t)written < n && snprintf(file, sizeof file, "%s/policy.xml", out) < (int)sizeof file &&
           access(file, R_OK) == 0;
}

/* With what faces are looked for: the site's configuration where one is named and there, else what the build found. */
static bool prepare_faces(void)
{
    static struct config config;
    struct str why;
    const char *file = getenv("CURIO_CONFIG");
    struct face_setup setup = {getenv("CURIO_IMAGE_FACE_CASCADES"), getenv("CURIO_IMAGE_FACE_MODEL")};
    if (file && access(file, F_OK) == 0) {
        struct arena *life = arena_new(CONFIG_MEMORY);
        if (config_load(life, file, environ, &config, &why) != CONFIG_OK) {
            fprintf(stderr, STR_FMT "\n", STR_ARG(why));
            return false;
        }
        setup = (struct face_setup){arena_str(life, config.image_face_cascades).p, arena_str(life, config.image_face_model).p};
    }
    return face_prepare(&setup);
}

/* A worker of the pool, with the pool's own configuration. */
static int serve(const char *policy)
{
    static struct config config;
    struct str why;
    umask(007); /* the site's own programs share its folder */
    log_init("curio-image", LOG_INFO);
    if (config_load(arena_new(CONFIG_MEMORY), getenv("CURIO_CONFIG"), environ, &config, &why) != CONFIG_OK) {
        fprintf(stderr, STR_FMT "\n", STR_ARG(why));
        return (int)IMAGE_NO_START;
    }
    log_init("curio-image", (enum log_level)config.log_level);
    return pool_run(&config, policy);
}

int main(int argc, char **argv)
{
    char policy[PATH_MAX - 16];
    if (argc == 3 && strcmp(argv[1], "--detect") == 0) {
        const bool ready = policy_folder(policy, sizeof policy) && magick_prepare(policy) && prepare_faces();
        return ready ? (int)image_detect(argv[2]) : (int)IMAGE_NO_START;
    }
    if (argc == 2 && strcmp(argv[1], "--pool") == 0)
        return policy_folder(policy, sizeof policy) ? serve(policy) : (int)IMAGE_NO_START;
    fprintf(stderr, "curio-image --pool, under spawn-fcgi; or curio-image --detect FOLDER\n");
    return IMAGE_NO_START;
}
