/* Commands that print what the program knows and touch nothing. */
#ifndef CURIO_CLI_SHOW_H
#define CURIO_CLI_SHOW_H

#include "cli/command.h"

enum exit_code show_config(struct cli *);
enum exit_code show_routes(struct cli *);
enum exit_code show_openapi(struct cli *);
enum exit_code show_version(struct cli *);
enum exit_code show_help(struct cli *);

#endif
