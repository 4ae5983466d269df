/* A request on its way through the dispatcher: what the steps share and handlers do not see. */
#ifndef CURIO_WEB_EXCHANGE_H
#define CURIO_WEB_EXCHANGE_H

#include "web/form_input.h"
#include "web/limits.h"
#include "web/request_parse.h"
#include "web/response.h"
#include "web/router.h"

/* What lives as long as the worker. */
struct site {
    const struct config *config;
    struct db *db;
    struct cache *cache;
    struct blob_store *blobs;
    const struct router *router;
    struct limits *limits;
};

struct exchange {
    struct site *site;
    struct request rq;
    struct response rs;
    struct request_line line;
    struct router_match match;
    bool token_refused; /* a bearer token that means nothing: 401 once it was counted */
    bool body_read;
    struct form_inputs inputs;
    bool strict;     /* JSON: names that no field has are errors */
    bool form_read;  /* from here on a page answers a failure by showing its form again */
    struct limit_state limit;
    struct str idempotency_key; /* absent where none was sent or the route keeps no replies */
    struct str idempotency_scope;
    struct sha256_digest body_hash;
    bool replayed;
};

/* A step lets the request pass, or fills x->rs and returns its status. */
#define PASS ((enum status)0)
typedef enum status step_fn(struct exchange *);

bool exchange_changes_state(const struct exchange *);
/* Fills rq->form from the inputs and the path's {parts}. 422 with all that is wrong. */
step_fn exchange_fill_form;

#endif
