#include "image/confine.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/log.h"

/* What allocators, clocks, threads and the end of a program need. */
static const int allowed[] = {
    SCMP_SYS(read),          SCMP_SYS(write),          SCMP_SYS(lseek),           SCMP_SYS(close),
    SCMP_SYS(fstat),         SCMP_SYS(brk),            SCMP_SYS(munmap),          SCMP_SYS(mremap),
    SCMP_SYS(madvise),       SCMP_SYS(futex),          SCMP_SYS(exit),            SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),   SCMP_SYS(clock_nanosleep), SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),     SCMP_SYS(sched_yield),    SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),          SCMP_SYS(getpid),         SCMP_SYS(gettid),          SCMP_SYS(sysinfo),
    SCMP_SYS(times),         SCMP_SYS(restart_syscall),
};

/* Questions about names, which libraries ask on their way: the answer is always that there is no such file. */
static const int answered_no[] = {
    SCMP_SYS(stat),      SCMP_SYS(lstat),      SCMP_SYS(newfstatat), SCMP_SYS(statx),      SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),   SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
};

static int answer_no(scmp_filter_ctx filter)
{
    int failed = 0;
    for (size_t i = 0; i < sizeof answered_no / sizeof *answered_no && failed == 0; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOENT), answered_no[i], 0);
    return failed;
}

static int allow(scmp_filter_ctx filter, const int *calls, size_t n)
{
    int failed = 0;
    for (size_t i = 0; i < n && failed == 0; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    return failed;
}
#define ALLOW(filter, calls) allow(filter, calls, sizeof calls / sizeof *calls)

/* Those that are harmless with some arguments only. glibc falls back from clone3, whose arguments no filter can see, to clone. */
static int allow_some(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp not_executable = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp thread = SCMP_A0_64(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    const struct scmp_arg_cmp reads_limit = SCMP_A2_64(SCMP_CMP_EQ, 0, 0);
    const struct scmp_arg_cmp names_thread = SCMP_A0_64(SCMP_CMP_EQ, PR_SET_NAME, 0);
    int failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &not_executable);
    failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &not_executable);
    failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &thread);
    failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, &reads_limit);
    failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, &names_thread);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    return failed;
}

bool image_confine(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    bool confined = ALLOW(filter, allowed) == 0 && answer_no(filter) == 0 && allow_some(filter) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return confined;
}

/* What a worker does besides: it answers connections, keeps files, and starts and ends processes. */
static const int worker_allowed[] = {
    SCMP_SYS(accept),      SCMP_SYS(accept4),     SCMP_SYS(poll),         SCMP_SYS(ppoll),       SCMP_SYS(select),     SCMP_SYS(pselect6),
    SCMP_SYS(recvfrom),    SCMP_SYS(sendto),      SCMP_SYS(recvmsg),      SCMP_SYS(sendmsg),     SCMP_SYS(shutdown),   SCMP_SYS(getsockopt),
    SCMP_SYS(getpeername), SCMP_SYS(getsockname), SCMP_SYS(fcntl),        SCMP_SYS(openat),      SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(mkdirat),     SCMP_SYS(fchmod),      SCMP_SYS(fchmodat),     SCMP_SYS(fsync),       SCMP_SYS(renameat2),   SCMP_SYS(renameat), SCMP_SYS(umask),  SCMP_SYS(unlinkat),
    SCMP_SYS(pread64),     SCMP_SYS(readv),       SCMP_SYS(writev),       SCMP_SYS(pipe2),       SCMP_SYS(dup2),       SCMP_SYS(close_range),
    SCMP_SYS(wait4),       SCMP_SYS(waitid),      SCMP_SYS(kill),         SCMP_SYS(tgkill),      SCMP_SYS(setpgid),    SCMP_SYS(rt_sigpending),
    SCMP_SYS(prctl),       SCMP_SYS(seccomp),     SCMP_SYS(prlimit64),    SCMP_SYS(setrlimit),   SCMP_SYS(getppid),
};

/* fork, and no name space of its own. */
static int allow_fork(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp plain = SCMP_A0_64(
        SCMP_CMP_MASKED_EQ, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP, 0);
    const struct scmp_arg_cmp not_executable = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    int failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &plain);
    failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &not_executable);
    failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &not_executable);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    return failed;
}

/* Every right that the first version of Landlock knows, in FOLDER alone. False: it is there and failed. */
static bool stay_in(int folder)
{
    const uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    const struct landlock_ruleset_attr all = {.handled_access_fs = rights};
    const int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0) {
        log_warn("this kernel has no Landlock: the image pool's workers are kept from files by their user alone");
        return true;
    }
    const struct landlock_path_beneath_attr beneath = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                          LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR,
        .parent_fd = folder};
    const bool kept = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                      syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return kept;
}

/* What is not allowed answers EPERM: a library that asks for it on its way lives on. */
bool image_confine_worker(int folder)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter || !stay_in(folder) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    bool confined = ALLOW(filter, allowed) == 0 && ALLOW(filter, worker_allowed) == 0 && allow_fork(filter) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return confined;
}
