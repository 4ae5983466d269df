#ifndef CURIO_CLI_ADMIN_H
#define CURIO_CLI_ADMIN_H

#include "cli/command.h"

/* EMAIL NAME; the password from standard input, without echo on a terminal. */
enum exit_code command_admin_create(struct cli *);
enum exit_code command_admin_grant(struct cli *); /* EMAIL ROLE */

#endif
