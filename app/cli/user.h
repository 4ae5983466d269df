/* What an operator does for one person: a copy of everything about them, and the end of their account. */
#ifndef CURIO_CLI_USER_H
#define CURIO_CLI_USER_H

#include "cli/command.h"

enum exit_code command_user_delete(struct cli *);
enum exit_code command_user_restore(struct cli *);
enum exit_code command_user_export(struct cli *);

#endif
