/* Bytes of unknown encoding as UTF-8. */
#ifndef CURIO_MARKET_CHARSET_H
#define CURIO_MARKET_CHARSET_H

#include "core/arena.h"

/* By the byte order mark, then the content type, then (where IN_HTML) what the page says of itself, then UTF-8 where it is that, else
 * windows-1252. What cannot be decoded is U+FFFD; NUL is left out. */
struct str charset_decode(struct arena *, struct str bytes, struct str content_type, bool in_html);

#endif
