/* Tiles of the map: nginx fetches them for readers and keeps them, so that no reader's address leaves the site. */
#ifndef CURIO_CLI_NGINX_TILES_H
#define CURIO_CLI_NGINX_TILES_H

#include "core/config.h"

/* What stands in nginx's http and server blocks for it; a comment where map_tiles is empty. STR_NULL: map_tiles is no address that may stand
 * there. */
struct str nginx_tiles_http(struct arena *, const struct config *);
struct str nginx_tiles_server(struct arena *, const struct config *, struct str conf_dir);

#endif
