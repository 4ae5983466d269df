/* From what a handler answered to the body, in the shape that was asked for. */
#ifndef CURIO_WEB_RENDER_H
#define CURIO_WEB_RENDER_H

#include "web/exchange.h"

/* Fills rs->body and rs->content_type (and turns a page's finished POST into a redirect). Where it can't be done, within
 * the arena's budget or at all, the answer becomes a 500. */
void render(struct exchange *);

#endif
