#ifndef CURIO_CLI_MARKET_IMPORT_H
#define CURIO_CLI_MARKET_IMPORT_H

#include "cli/command.h"

enum exit_code market_import_sources(struct cli *); /* SOURCE|FILE… [--kind KIND] [--dry-run]: reads them now */
enum exit_code market_import_list(struct cli *);
enum exit_code market_import_undo(struct cli *);    /* RUN */

#endif
