#ifndef CURIO_ACCOUNT_THEN_H
#define CURIO_ACCOUNT_THEN_H

#include "core/str.h"

/* Where to go after signing in: THEN if it is a path on this site, else "/". What browsers would take for another host
 * ("//host", "/\host", with a tab or line break in between, which they drop) is none. */
struct str then_place(struct str then);

#endif
