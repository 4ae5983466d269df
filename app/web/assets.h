/* What the build made of static/: addresses that carry their content's hash, icons to be put into pages, and the service
 * worker's text. Read through view.c. */
#ifndef CURIO_WEB_ASSETS_H
#define CURIO_WEB_ASSETS_H

#include <stddef.h>

struct asset_name {
    const char *name, *address; /* "app.css", "/static/app.0123456789.css" */
};
struct asset_icon {
    const char *name, *svg;
};

extern const struct asset_name asset_names[];
extern const size_t asset_name_count;
extern const struct asset_icon asset_icons[];
extern const size_t asset_icon_count;
extern const char asset_worker[];

#endif
