/* Who sent a request, as far as an address tells. */
#ifndef CURIO_WEB_VISITOR_H
#define CURIO_WEB_VISITOR_H

#include "core/crypto.h"
#include "web/request.h"

/* Keyed, so that a table of them can't be turned back into addresses by trying them all. PURPOSE parts tables from one another. */
struct sha256_digest visitor_digest(const struct request *, struct str purpose);

#endif
