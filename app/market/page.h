/* The data for machines in a web page, as trees of schema.org's words. */
#ifndef CURIO_MARKET_PAGE_H
#define CURIO_MARKET_PAGE_H

#include "market/dom.h"
#include "market/reader.h"
#include "market/tree.h"

/* A list of all items that are not part of another; a refusal where they are too many, as they refer to each other. */
struct tree *microdata_tree(struct reader *, struct dom *);
/* A list of all h-events (and of hCalendar's vevents), as schema.org Events. */
struct tree *hevent_tree(struct arena *, struct dom *);
/* The page, or a refusal and null. */
struct dom *page_open(struct reader *);
/* The refusal of a page that was more than could be looked at, where it was. */
void page_close(struct reader *, const struct dom *);

#endif
