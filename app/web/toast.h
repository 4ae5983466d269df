/* What one page tells the next ("Saved."), carried by a cookie over the redirect between them and shown once. */
#ifndef CURIO_WEB_TOAST_H
#define CURIO_WEB_TOAST_H

#include "web/request.h"
#include "web/response.h"

void toast_put(struct response *, struct str translated_text);
/* The text that waits, or STR_NULL. Taking it clears the cookie: only pages that show it ask. */
struct str toast_take(const struct request *, struct response *);

#endif
