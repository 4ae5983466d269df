#include "image/group.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/timestamp.h"

enum { DESCRIPTORS = 64, STACK_MIB = 8 };

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    const struct rlimit bound = {most, most};
    return setrlimit(what, &bound) == 0;
}

/* Processes are not counted here, as the limit counts those of the whole user: the program forbids itself to make any. */
bool group_limit(size_t memory, unsigned cpu_seconds)
{
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is larger than any memory */
    if (!limit(RLIMIT_AS, memory))
        return false;
#else
    (void)memory;
#endif
    const struct rlimit cpu = {cpu_seconds, cpu_seconds + 1}; /* first SIGXCPU, by which the maker tells */
    return setrlimit(RLIMIT_CPU, &cpu) == 0 && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, DESCRIPTORS) &&
           limit(RLIMIT_STACK, (rlim_t)STACK_MIB << 20);
}

bool group_begin(void)
{
    sigset_t none;
    setpgid(0, 0);
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    return sigprocmask(SIG_SETMASK, &none, NULL) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool group_read(int descriptor, int64_t until_us, struct buf *frame)
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
static int kill_all(pid_t pid)
{
    int status = 0;
    kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

int group_end(pid_t pid, int64_t until_us, bool answered)
{
    siginfo_t ended = {0};
    while (answered && monotonic_us() < until_us) {
        if (waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT | WNOHANG) != 0 || ended.si_pid == pid)
            break;
        poll(NULL, 0, 1);
    }
    return kill_all(pid);
}
