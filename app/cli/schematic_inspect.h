/* curio schematic inspect: what files are, one line of JSON each. */
#ifndef CURIO_CLI_SCHEMATIC_INSPECT_H
#define CURIO_CLI_SCHEMATIC_INSPECT_H

#include "cli/command.h"

/* Done: all were read. Failed: some were refused. */
enum exit_code schematic_inspect_files(struct cli *);

#endif
