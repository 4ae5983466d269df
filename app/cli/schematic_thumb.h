/* curio schematic thumb: writes pictures of builds. */
#ifndef CURIO_CLI_SCHEMATIC_THUMB_H
#define CURIO_CLI_SCHEMATIC_THUMB_H

#include "cli/command.h"

/* A JSON line a file: {"file", "ok": true, "out", "width", "height"}, or {"file", "ok": false, "reason", "offset", "detail"}, where
 * REASON is the reader's (inspect.h) or "unreadable", "too-many-blocks", "exists", "unwritable". */
enum exit_code schematic_thumb_files(struct cli *);

#endif
