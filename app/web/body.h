/* Reads a request's body into form inputs, whatever its encoding, within the route's limit. */
#ifndef CURIO_WEB_BODY_H
#define CURIO_WEB_BODY_H

#include "web/exchange.h"

/* Does nothing the second time. */
step_fn body_read;
/* application/x-www-form-urlencoded, parameters aside. */
bool body_is_urlencoded(const struct request *);

#endif
