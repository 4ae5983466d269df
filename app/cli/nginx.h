#ifndef CURIO_CLI_NGINX_H
#define CURIO_CLI_NGINX_H

#include "cli/command.h"

/* Fills the @name@ places of nginx.conf.in (its head lists them) from the settings and the route table. */
enum exit_code nginx_render(struct cli *);

#endif
