/* CSS selectors as XPath, as far as lists of markets need them. */
#ifndef CURIO_MARKET_SELECT_H
#define CURIO_MARKET_SELECT_H

#include "market/dom.h"

enum { SELECT_BYTES = 500 };

/* The selector, CSS or XPath, ready to use; null where it is wrong, or says what these do not know. */
struct dom_pick *select_pick(struct arena *, struct str selector);
/* The XPath of a CSS selector, relative to an element; absent where it is wrong. */
struct str select_xpath(struct arena *, struct str css);

#endif
