#ifndef CURIO_CLI_DATABASE_H
#define CURIO_CLI_DATABASE_H

#include "cli/command.h"

/* The folder may be given; by default it is the one of this build. */
enum exit_code database_migrate(struct cli *);
enum exit_code database_status(struct cli *); /* EXIT_FAILED while something is pending */
const char *database_migrations(struct arena *);

#endif
