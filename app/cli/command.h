/* The operator's command: one row a subcommand. */
#ifndef CURIO_CLI_COMMAND_H
#define CURIO_CLI_COMMAND_H

#include "core/arena.h"
#include "core/config.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1, /* what was asked could not be done */
    EXIT_USAGE = 2   /* what was asked is not clear: wrong arguments or settings */
};

struct cli {
    struct arena *arena;
    const char *config_path; /* NULL: none was read */
    struct config config;
    size_t count; /* of the arguments after the command's name */
    char **arguments;
};

struct command {
    const char *name;      /* one word or two */
    const char *arguments; /* as the help shows them */
    size_t least, most;    /* how many of them */
    const char *says;      /* N_() */
    enum exit_code (*run)(struct cli *);
    bool needs_config;
};

extern const struct command commands[];
extern const size_t command_count;

/* The row that the words name, the longer name first; *used is how many words that took. NULL: none. */
const struct command *command_find(size_t count, char **words, size_t *used);
void command_help(FILE *);

/* One line on standard error, after the command's name. Returns EXIT_FAILED. */
enum exit_code complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* What the build installs below share/curio, beside the program or, before it is installed, in the source tree. */
const char *share_path(struct arena *, const char *installed, const char *in_source);
void print_buf(const struct buf *);
/* Libraries explain at length; an operator is told in one line. */
struct str first_line(struct str);

#endif
