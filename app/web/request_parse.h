/* From CGI parameters to a struct request: method, path, client, request id. */
#ifndef CURIO_WEB_REQUEST_PARSE_H
#define CURIO_WEB_REQUEST_PARSE_H

#include "web/incoming.h"
#include "web/request.h"

struct request_line {
    enum method method; /* HEAD is GET here */
    bool head, options;
};

enum request_result { REQUEST_PARSED, REQUEST_MALFORMED, REQUEST_METHOD_UNKNOWN };

/* Wants rq->arena and rq->incoming; fills the id and the address in any case, so that a refusal can be logged. A path is
 * refused that is not valid UTF-8 when decoded, holds control characters, a dot segment or an encoded slash. */
enum request_result request_parse(struct request *, struct request_line *) __attribute__((warn_unused_result));

#endif
