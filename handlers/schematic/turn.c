#include "handlers/schematic/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/log.h"

static int open_turn(const struct config *config, int64_t number)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/turn-%" PRId64, config->run_dir.p, number);
    if (n < 0 || (size_t)n >= sizeof path)
        return -1;
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool turn_take(const struct config *config, int *descriptor)
{
    int64_t turns = config->web_workers / 2 < 1 ? 1 : config->web_workers / 2;
    for (int64_t i = 0; i < turns; i++) {
        int turn = open_turn(config, i);
        if (turn < 0) {
            log_warn("the turns of long readings in run_dir can't be used: %s", strerror(errno));
            return true;
        }
        if (flock(turn, LOCK_EX | LOCK_NB) == 0) {
            *descriptor = turn;
            return true;
        }
        close(turn);
    }
    return false;
}
