/* Which foreign origins may read the API's answers: those of cors_origins, never with cookies. */
#ifndef CURIO_WEB_CORS_H
#define CURIO_WEB_CORS_H

#include "web/exchange.h"

step_fn cors_check;
/* Answers a preflight: which methods and headers the path takes. */
void cors_preflight(struct exchange *);
bool cors_allows(struct str allow_list, struct str origin);

#endif
