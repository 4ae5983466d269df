#include "image/confine.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

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

static int allow_all(scmp_filter_ctx filter)
{
    int failed = 0;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && failed == 0; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    return failed;
}

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
    bool confined = allow_all(filter) == 0 && answer_no(filter) == 0 && allow_some(filter) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return confined;
}
