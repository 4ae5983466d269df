/* The head of an answer: status line, what every answer says for safety, caching, limits. */
#ifndef CURIO_WEB_HEADERS_H
#define CURIO_WEB_HEADERS_H

#include "web/exchange.h"

void headers_write(const struct exchange *, struct buf *out);

#endif
