/* curio schematic convert: writes builds in another format. */
#ifndef CURIO_CLI_SCHEMATIC_CONVERT_H
#define CURIO_CLI_SCHEMATIC_CONVERT_H

#include "cli/command.h"

/* A JSON line a file: {"file", "ok": true, "out", "format", "hash", "losses": […]}, or {"file", "ok": false, "reason", "offset",
 * "detail"}, where REASON is the reader's (inspect.h), the conversion's (convert.h), or "unreadable", "exists", "unwritable". */
enum exit_code schematic_convert_files(struct cli *);

#endif
