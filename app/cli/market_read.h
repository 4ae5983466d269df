#ifndef CURIO_CLI_MARKET_READ_H
#define CURIO_CLI_MARKET_READ_H

#include "cli/command.h"

/* curio market read [--kind KIND] [--base URL] [--settings FILE] [--today DAY] [--table] FILE…: a line of JSON each, or a table of what was read and
 * refused. Fails where a file is not read whole. */
enum exit_code market_read_files(struct cli *);

#endif
