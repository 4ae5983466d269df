/* Asking the image pool, as curio-jobs does: one FastCGI request (version 1) over its Unix socket, without the web server. */
#ifndef CURIO_IMAGE_ASK_H
#define CURIO_IMAGE_ASK_H

#include "core/buf.h"

enum ask_result {
    ASK_ANSWERED, /* whatever the answer says */
    ASK_AWAY      /* nobody listens, or the answer did not come whole */
};

struct ask_parameter {
    struct str name, value;
};

struct ask {
    const char *socket;
    int64_t seconds; /* for everything together */
    size_t count;
    const struct ask_parameter *parameters;
    struct str body;
};

/* *STATUS as HTTP has it; what follows the answer's head is added to OUT. */
enum ask_result image_ask(const struct ask *, int *status, struct buf *out) __attribute__((warn_unused_result));

#endif
