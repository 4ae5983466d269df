/* The last thing before the first hostile byte is parsed: from here on a program can compute, read and write what is open, and end. */
#ifndef CURIO_IMAGE_CONFINE_H
#define CURIO_IMAGE_CONFINE_H

#include <stdbool.h>

/* Any other system call kills the process: no file is opened, no socket made, no program started, no memory made executable, no
 * process begun (threads may be: some decoders want them). Cannot be undone. False: it is not in force, and nothing may be parsed. */
bool image_confine(void) __attribute__((warn_unused_result));

/* A worker of the pool: it serves the sockets that it has, starts processes that draw, and reaches no file outside FOLDER (where the kernel has
 * Landlock). No other program, no network, no name of a file that was not there before. */
bool image_confine_worker(int folder) __attribute__((warn_unused_result));

#endif
