/* What a process can still do once it has shut itself in: each attempt in a child of its own, which is killed for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "image/confine.h"

enum { NOT_CONFINED = 98, SURVIVED = 97 };

/* The child's status after it shut itself in and did ATTEMPT. */
static int status_after(void (*attempt)(void))
{
    const pid_t pid = fork();
    if (pid == 0) {
        if (!image_confine())
            _exit(NOT_CONFINED);
        attempt();
        _exit(SURVIVED);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void open_file(void) { (void)!open("/etc/passwd", O_RDONLY); }
static void make_file(void) { (void)!open("/tmp/curio-confined", O_WRONLY | O_CREAT, 0600); }
static void make_socket(void) { (void)!socket(AF_UNIX, SOCK_STREAM, 0); }
static void make_internet_socket(void) { (void)!socket(AF_INET, SOCK_STREAM, 0); }
static void start_program(void) { (void)!execve("/bin/true", (char *[]){NULL}, (char *[]){NULL}); }
static void start_process(void) { (void)!fork(); }
static void make_code(void) { (void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }
static void remove_file(void) { (void)!unlink("/tmp/curio-confined"); }
static void send_signal(void) { (void)!kill(getppid(), 0); }
static void look_into(void) { (void)!ptrace(PTRACE_TRACEME, 0, NULL, NULL); }
static void make_pipe(void) { int ends[2]; (void)!pipe(ends); }
static void raise_limit(void) { (void)!setrlimit(RLIMIT_CPU, &(struct rlimit){1000, 1000}); }
static void make_memory_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)!mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static void test_each_attempt_is_the_last(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*attempt)(void);
    } attempts[] = {
        {"open", open_file},       {"create", make_file},   {"socket", make_socket},   {"internet", make_internet_socket},
        {"exec", start_program},   {"fork", start_process}, {"mmap", make_code},       {"mprotect", make_memory_code},
        {"unlink", remove_file},   {"kill", send_signal},   {"ptrace", look_into},     {"pipe", make_pipe},
        {"setrlimit", raise_limit},
    };
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        const int status = status_after(attempts[i].attempt);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
            fail_msg("%s: %x", attempts[i].name, (unsigned)status);
    }
}

static void compute(void)
{
    struct stat found;
    char *memory = malloc(8 << 20);
    if (!memory)
        _exit(1);
    memset(memory, 1, 8 << 20);
    free(memory);
    if (stat("/etc/passwd", &found) == 0 || errno != ENOENT || access("/etc/passwd", R_OK) == 0)
        _exit(2); /* names lead nowhere */
    if (write(STDERR_FILENO, "", 0) != 0 || lseek(STDERR_FILENO, 0, SEEK_CUR) == 123456)
        _exit(3);
}

static void test_what_decoders_need_stays(void **state)
{
    (void)state;
    const int status = status_after(compute);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), SURVIVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_attempt_is_the_last), cmocka_unit_test(test_what_decoders_need_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
