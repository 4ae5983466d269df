/* curio schematic materials: what a player needs for builds. */
#ifndef CURIO_CLI_SCHEMATIC_MATERIALS_H
#define CURIO_CLI_SCHEMATIC_MATERIALS_H

#include "cli/command.h"

/* As JSON a line for each file: {"file", "ok": true, "blocks", "items", "without_item"}, or {"file", "ok": false, "reason", "offset",
 * "detail"}; as CSV and text (materials.h) the lists one after another, and what is refused on standard error. */
enum exit_code schematic_materials_files(struct cli *);

#endif
