/* The Cookie header (RFC 6265). */
#ifndef CURIO_WEB_COOKIES_H
#define CURIO_WEB_COOKIES_H

#include "core/str.h"

/* The value of the only cookie of that name; STR_NULL when it is absent or came twice: who can set a second one from a
 * neighbouring host must not get to choose which of them counts. */
struct str cookies_find(struct str header, struct str name);

#endif
