/* The image pool's own configuration. */
#ifndef CURIO_CLI_IMAGE_CONFIG_H
#define CURIO_CLI_IMAGE_CONFIG_H

#include "cli/command.h"

/* Prints what the pool may know: how it works, and, as its token_secret, a key derived from the site's that is good for receipts alone. */
enum exit_code image_config(struct cli *);

#endif
