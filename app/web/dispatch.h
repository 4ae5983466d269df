/* One request from its parameters to its reply. The order of what is checked is the table in dispatch.c. */
#ifndef CURIO_WEB_DISPATCH_H
#define CURIO_WEB_DISPATCH_H

#include "web/exchange.h"

struct reply {
    enum status status;
    struct str head, body; /* live as long as the arena */
};

/* Never fails: whatever goes wrong is a reply too. Leaves no transaction open. */
struct reply dispatch(struct site *, struct arena *, const struct incoming *);

#endif
