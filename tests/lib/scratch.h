/* A folder of a test's own under /tmp, gone when the test ends, and programs that live as long as the test. */
#ifndef CURIO_TESTS_SCRATCH_H
#define CURIO_TESTS_SCRATCH_H

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SCRATCH_PATH = 200 };

static int scratch_remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static inline void scratch_remove(const char *folder)
{
    nftw(folder, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void scratch_make(char folder[SCRATCH_PATH])
{
    snprintf(folder, SCRATCH_PATH, "/tmp/curio-test-XXXXXX");
    if (!mkdtemp(folder) || chmod(folder, 0755))
        abort();
}

/* Starts a program with its output in FOLDER/log, as USER where that is not 0; it is killed when this process dies. */
static inline pid_t scratch_start(const char *folder, unsigned user, char *const arguments[])
{
    char log[SCRATCH_PATH + 8];
    snprintf(log, sizeof log, "%s/log", folder);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGINT);
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    dup2(out, 1);
    dup2(out, 2);
    if (user != 0 && (setgid(user) || setuid(user)))
        _exit(126);
    if (user != 0)
        prctl(PR_SET_PDEATHSIG, SIGINT); /* a change of user forgets it */
    execvp(arguments[0], arguments);
    _exit(127);
}

static inline void scratch_stop(pid_t pid, int signal)
{
    if (pid <= 0)
        return;
    kill(pid, signal);
    waitpid(pid, NULL, 0);
}

#endif
