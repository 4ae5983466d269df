#include "cli/secret.h"

#include <termios.h>
#include <unistd.h>

/* Keys typed are not shown until echo_restore. False: this is no terminal. */
static bool echo_off(struct termios *before)
{
    if (tcgetattr(STDIN_FILENO, before) != 0)
        return false;
    struct termios silent = *before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
}

static void echo_restore(const struct termios *before)
{
    tcsetattr(STDIN_FILENO, TCSAFLUSH, before);
    fputc('\n', stderr);
}

/* Byte by byte, so that nothing stays behind in stdio's buffer. */
static bool read_line(char *line, size_t most, size_t *n)
{
    char c;
    ssize_t got;
    for (*n = 0; (got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n'; line[(*n)++] = c)
        if (*n == most)
            return false;
    return got >= 0;
}

bool secret_read(struct arena *arena, const char *prompt, size_t most, struct str *out)
{
    struct termios before;
    size_t n;
    char *line = arena_alloc(arena, most + 1);
    bool hidden = echo_off(&before);
    if (hidden)
        fputs(prompt, stderr);
    bool good = read_line(line, most, &n);
    if (hidden)
        echo_restore(&before);
    *out = (struct str){line, n};
    return good;
}
