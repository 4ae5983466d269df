#ifndef CURIO_HANDLERS_ACCOUNT_CLOSE_H
#define CURIO_HANDLERS_ACCOUNT_CLOSE_H

#include "web/request.h"
#include "web/response.h"

/* Somebody proved to be the person of a closed account: signs them in where they want it back, else says how they can have that. */
enum status close_meet(struct request *, struct response *, struct uuid account, bool bring_back, struct str then);

#endif
