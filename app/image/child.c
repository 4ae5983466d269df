#include "image/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "core/timestamp.h"
#include "image/group.h"

enum { ADDRESS_SPACE_MIB = 1280, CPU_SECONDS = 20, CANNOT_START = 127 };

/* In the child: standard input is the picture, standard output the pipe, and there is nothing else. */
static _Noreturn void become(const char *program, int picture, int pipe_end)
{
    char name[] = "curio-image";
    char *const arguments[] = {name, NULL}, *const environment[] = {NULL};
    const int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0 && group_begin() && dup2(picture, STDIN_FILENO) == 0 && dup2(pipe_end, STDOUT_FILENO) == 1 && dup2(nowhere, STDERR_FILENO) == 2 &&
        close_range(3, UINT_MAX, 0) == 0 && chdir("/") == 0 && group_limit((size_t)ADDRESS_SPACE_MIB << 20, CPU_SECONDS))
        execve(program, arguments, environment);
    _exit(CANNOT_START);
}

static enum child_result judge(int status, struct buf *frame, struct image_answer *out, enum image_result *why)
{
    if (!WIFEXITED(status))
        return CHILD_DIED;
    *why = (enum image_result)WEXITSTATUS(status);
    if (*why == IMAGE_OK)
        return image_answer_read(buf_str(frame), out) ? CHILD_MADE : CHILD_DIED;
    if (image_reason(*why))
        return CHILD_REFUSED;
    return *why == IMAGE_NO_START || WEXITSTATUS(status) == CANNOT_START ? CHILD_FAILED : CHILD_DIED;
}

enum child_result child_ask(const struct child *child, int descriptor, struct buf *frame, struct image_answer *out, enum image_result *why)
{
    int ends[2];
    const int64_t until_us = monotonic_us() + (int64_t)child->seconds * 1000000;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return CHILD_FAILED;
    const pid_t pid = fork();
    if (pid == 0)
        become(child->program, descriptor, ends[1]);
    close(ends[1]);
    bool answered = false;
    int status = 0;
    if (pid > 0) {
        setpgid(pid, pid); /* whoever comes first; the group is there before it may have to be killed */
        answered = group_read(ends[0], until_us, frame);
        status = group_end(pid, until_us, answered);
    }
    close(ends[0]);
    if (pid < 0)
        return CHILD_FAILED;
    return answered ? judge(status, frame, out, why) : CHILD_DIED;
}

struct str child_beside(struct arena *arena, const char *name)
{
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program);
    const char *slash = length > 0 ? memrchr(program, '/', (size_t)length) : NULL;
    return slash ? arena_printf(arena, "%.*s/%s", (int)(slash - program), program, name) : STR_NULL;
}
