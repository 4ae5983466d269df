/* The headers of one multipart part, and parameters of header values in general. */
#ifndef CURIO_WEB_MULTIPART_HEADER_H
#define CURIO_WEB_MULTIPART_HEADER_H

#include "core/arena.h"

/* The value of NAME in "token; a=b; NAME=\"c\"", quotes removed. STR_NULL where it is absent, doubled or ill-formed. */
struct str header_parameter(struct arena *, struct str header_value, struct str name);

struct part_header {
    struct str name;
    struct str file_name; /* STR_NULL for what is not a file; path parts and control characters removed */
};

/* What a client calls a file, to be shown: path parts and control characters removed, cut to a length. */
struct str file_name_shown(struct arena *, struct str name);

/* False unless there is exactly one Content-Disposition: form-data with a name. */
bool multipart_header_parse(struct arena *, struct str headers, struct part_header *out) __attribute__((warn_unused_result));

#endif
