#ifndef CURIO_CLI_DOCTOR_H
#define CURIO_CLI_DOCTOR_H

#include "cli/command.h"

/* A line for each thing that Curio leans on. EXIT_FAILED where one of them is not as it should be. */
enum exit_code doctor(struct cli *);

#endif
