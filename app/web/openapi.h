/* The OpenAPI 3.1 document, printed from the route tables, the forms and the contracts: nothing of it is written by hand,
 * so nothing of it can be out of date. */
#ifndef CURIO_WEB_OPENAPI_H
#define CURIO_WEB_OPENAPI_H

#include "web/route.h"

void openapi_write(const struct config *, struct buf *out);
/* Whether the API has this route: not a page, and its room is on. */
bool openapi_shows(const struct config *, const struct route *);
/* "text", "number", … as people call it. */
const char *openapi_type_name(enum field_type);

#endif
