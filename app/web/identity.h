/* Whose request it is, and whether they may. */
#ifndef CURIO_WEB_IDENTITY_H
#define CURIO_WEB_IDENTITY_H

#include "web/exchange.h"

/* Pages know their viewer by cookie. The API takes Authorization: Bearer, or else the cookie. */
step_fn identity_find;
/* The route's needs. Who has to sign in first is sent there from a page and comes back afterwards. */
step_fn identity_check_needs;

#endif
