/* Percent-encoding, strictly: a broken escape, NUL or malformed UTF-8 is refused, never repaired. */
#ifndef CURIO_WEB_PERCENT_H
#define CURIO_WEB_PERCENT_H

#include "core/arena.h"
#include "core/buf.h"

/* PLUS_IS_SPACE: as in forms and query strings. False leaves *out untouched. */
bool percent_decode(struct arena *, struct str, bool plus_is_space, struct str *out) __attribute__((warn_unused_result));
/* Everything but RFC 3986's unreserved characters and those in KEEP. */
struct str percent_encode(struct arena *, struct str, const char *keep);

#endif
