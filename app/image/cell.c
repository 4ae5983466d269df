#include "image/cell.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/timestamp.h"
#include "image/confine.h"
#include "image/group.h"

static size_t worker_size; /* bytes of address space: it is asked for once, while /proc can be read */

void cell_prepare(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    char text[32] = "";
    if (file && fgets(text, sizeof text, file))
        for (const char *at = text; *at >= '0' && *at <= '9'; at++)
            pages = 10 * pages + (unsigned long)(*at - '0');
    if (file)
        fclose(file);
    worker_size = pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* In the process: its answer goes to standard output, and there is nothing else. */
static _Noreturn void live(const struct cell *cell, int pipe_end, cell_work *work, void *with)
{
    const bool shut = group_begin() && dup2(cell->nowhere, STDIN_FILENO) == 0 && dup2(pipe_end, STDOUT_FILENO) == 1 &&
                      dup2(cell->nowhere, STDERR_FILENO) == 2 && close_range(3, UINT_MAX, 0) == 0 &&
                      group_limit(worker_size + ((size_t)CELL_MIB << 20), CELL_CPU_SECONDS) && image_confine();
    _exit(shut ? (int)work(with, STDOUT_FILENO) : IMAGE_NO_START); /* nothing of the worker's own end is run here */
}

static enum cell_end judge(int status, bool answered, int64_t until_us, enum image_result *why)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return CELL_LATE;
    if (!answered)
        return monotonic_us() >= until_us ? CELL_LATE : CELL_DIED;
    if (!WIFEXITED(status))
        return CELL_DIED;
    *why = (enum image_result)WEXITSTATUS(status);
    if (*why == IMAGE_OK)
        return CELL_DONE;
    return *why == IMAGE_NO_START ? CELL_FAILED : image_reason(*why) || *why == IMAGE_NO_DETECTOR ? CELL_REFUSED : CELL_DIED;
}

enum cell_end cell_run(const struct cell *cell, cell_work *work, void *with, struct buf *frame, enum image_result *why)
{
    int ends[2];
    const int64_t until_us = monotonic_us() + cell->seconds * 1000000;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return CELL_FAILED;
    const pid_t pid = fork();
    if (pid == 0)
        live(cell, ends[1], work, with);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return CELL_FAILED;
    }
    setpgid(pid, pid); /* whoever comes first */
    const bool answered = group_read(ends[0], until_us, frame);
    const int status = group_end(pid, until_us, answered);
    close(ends[0]);
    return judge(status, answered, until_us, why);
}
