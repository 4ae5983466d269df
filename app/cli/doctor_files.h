#ifndef CURIO_CLI_DOCTOR_FILES_H
#define CURIO_CLI_DOCTOR_FILES_H

#include "cli/command.h"

/* Rows against files, both ways. What changes while it looks is looked at again, so a busy site is not called ill. False where something
 * does not fit; *SAYS tells in words. */
bool doctor_files(struct cli *, struct str *says);

#endif
