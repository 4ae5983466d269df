/* Reads a request's body into form inputs, whatever its encoding, within the route's limit. */
#ifndef CURIO_WEB_BODY_H
#define CURIO_WEB_BODY_H

#include "web/exchange.h"

/* Does nothing the second time. */
step_fn body_read;
/* 415 unless a body that goes to its handler as it is is of the kind that the route takes. */
step_fn body_check_kind;
/* application/x-www-form-urlencoded, parameters aside. */
bool body_is_urlencoded(const struct request *);

#endif
