/* A browser's own form whose body another program takes (route->draws): it says in its address on which page of this site it goes on,
 * ?next=/markets/ratings/…, because all that is decided here is decided before anything of the body was read. */
#ifndef CURIO_WEB_NEXT_PAGE_H
#define CURIO_WEB_NEXT_PAGE_H

#include "web/exchange.h"

enum { NEXT_PAGE_MAX = 512 };

/* A plain path below the site's root: parts of letters, digits, '_' and '-', each behind one '/'. */
bool next_page_valid(struct str);
/* A refusal to such a form goes back to its page, which is told what it was (?refused=images-waiting); who is not signed in is sent to do so. */
void next_page_refuse(struct exchange *);

#endif
