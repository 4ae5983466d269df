#ifndef CURIO_CLI_PAGES_H
#define CURIO_CLI_PAGES_H

#include "cli/command.h"

/* LOCALES FOLDER: the pages that nginx shows while the programs can't, one a language with a catalogue: FOLDER/unavailable.da.html.
 * The build runs it. */
enum exit_code pages_write(struct cli *);

#endif
