#ifndef CURIO_HANDLERS_SITE_OPENAPI_H
#define CURIO_HANDLERS_SITE_OPENAPI_H

#include "web/route.h"

handler_fn openapi_show;
/* The same for people: every address of the API as rows of api_route. */
handler_fn openapi_list;

#endif
