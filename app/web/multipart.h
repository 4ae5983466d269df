/* multipart/form-data (RFC 7578) as a stream: memory does not grow with the files in it. A file part is not copied; its
 * place in the body is told. Hostile input is the normal case: anything unusual that no browser and no common client
 * sends (a preamble, padding after a boundary, text after the end) is refused. */
#ifndef CURIO_WEB_MULTIPART_H
#define CURIO_WEB_MULTIPART_H

#include "web/form_input.h"
#include "web/incoming.h"

struct multipart_source {
    incoming_read_fn *read; /* the body from its first byte */
    void *with;
    int descriptor;    /* of the file that holds the body: goes into the file parts; -1 where there is none */
    size_t values_max; /* bytes of all parts' headers and of all parts that are not files, together */
};

/* The boundary of a Content-Type, or STR_NULL where it has none that RFC 2046 allows. */
struct str multipart_boundary(struct arena *, struct str content_type);
/* Adds every part. INPUT_TOO_LARGE: values_max. INPUT_TOO_MANY: FORM_INPUTS_MAX parts. */
enum input_result multipart_parse(const struct multipart_source *, struct str boundary, struct form_inputs *into)
    __attribute__((warn_unused_result));

#endif
