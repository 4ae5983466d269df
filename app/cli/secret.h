#ifndef CURIO_CLI_SECRET_H
#define CURIO_CLI_SECRET_H

#include "core/arena.h"

/* A line of standard input, without its end and, on a terminal, asked for with PROMPT and not shown. Empty at the end of the
 * input; false where the line is longer than MOST bytes or cannot be read. */
bool secret_read(struct arena *, const char *prompt, size_t most, struct str *out);

#endif
