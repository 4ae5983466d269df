/* What the web server hands over for one request: CGI parameters and a body that can be read once. fastcgi.c makes it from
 * FastCGI records, tests make it from arrays. */
#ifndef CURIO_WEB_INCOMING_H
#define CURIO_WEB_INCOMING_H

#include "core/str.h"

/* Like read(2): how many bytes, 0 at the end, negative on failure. */
typedef ptrdiff_t incoming_read_fn(void *with, void *into, size_t size);

struct incoming {
    char *const *parameters; /* "NAME=value", NULL-terminated; owned by the one who accepts */
    incoming_read_fn *read;
    void *with;
};

/* The first parameter of that name. Absent and empty are both STR_NULL: nginx sends variables without a value as "". */
struct str incoming_parameter(const struct incoming *, const char *name);

#endif
