#include "image/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "core/timestamp.h"

enum { ADDRESS_SPACE_MIB = 1280, CPU_SECONDS = 20, DESCRIPTORS = 64, STACK_MIB = 8, CANNOT_START = 127 };

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    const struct rlimit bound = {most, most};
    return setrlimit(what, &bound) == 0;
}

/* Processes are not counted here, as the limit counts those of the whole user: the program forbids itself to make any. */
static bool limit_all(void)
{
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is larger than any memory */
    if (!limit(RLIMIT_AS, (rlim_t)ADDRESS_SPACE_MIB << 20))
        return false;
#endif
    return limit(RLIMIT_CPU, CPU_SECONDS) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, DESCRIPTORS) &&
           limit(RLIMIT_STACK, (rlim_t)STACK_MIB << 20);
}

/* Signals as they are by default, so that none is ignored or blocked because the asking program does so. */
static void plain_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
}

/* In the child: standard input is the picture, standard output the pipe, and there is nothing else. */
static _Noreturn void become(const char *program, int picture, int pipe_end)
{
    char name[] = "curio-image";
    char *const arguments[] = {name, NULL}, *const environment[] = {NULL};
    const int nowhere = open("/dev/null", O_WRONLY);
    setpgid(0, 0);
    plain_signals();
    if (nowhere >= 0 && dup2(picture, STDIN_FILENO) == 0 && dup2(pipe_end, STDOUT_FILENO) == 1 && dup2(nowhere, STDERR_FILENO) == 2 &&
        close_range(3, UINT_MAX, 0) == 0 && chdir("/") == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit_all())
        execve(program, arguments, environment);
    _exit(CANNOT_START);
}

/* Until the child closes its end. False: the time was over, or there was more than an answer holds. */
static bool read_answer(int descriptor, int64_t until_us, struct buf *frame)
{
    char part[16384];
    for (;;) {
        const int64_t left_ms = (until_us - monotonic_us()) / 1000;
        struct pollfd ready = {.fd = descriptor, .events = POLLIN};
        if (left_ms <= 0)
            return false;
        if (poll(&ready, 1, (int)left_ms) <= 0)
            continue;
        const ssize_t n = read(descriptor, part, sizeof part);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        buf_add_bytes(frame, part, (size_t)n);
        if (frame->failed)
            return false;
    }
}

/* The whole group is killed, whether it ended or not; its leader is waited for. */
static int end(pid_t pid)
{
    int status = 0;
    kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

/* A child that closed its output ends by itself within the time; one that does not is killed. */
static int wait_for(pid_t pid, int64_t until_us, bool answered)
{
    siginfo_t ended = {0};
    while (answered && monotonic_us() < until_us) {
        if (waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT | WNOHANG) != 0 || ended.si_pid == pid)
            break;
        poll(NULL, 0, 1);
    }
    return end(pid);
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
        answered = read_answer(ends[0], until_us, frame);
        status = wait_for(pid, until_us, answered);
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
