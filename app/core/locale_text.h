/* Text that is put together in a caller's LOCALE_TEXT bytes; what does not fit is cut at a whole character. */
#ifndef CURIO_CORE_LOCALE_TEXT_H
#define CURIO_CORE_LOCALE_TEXT_H

#include "core/locale.h"

struct locale_text {
    char *p;
    size_t n;
};

struct locale_text locale_text_in(char out[LOCALE_TEXT]);
void locale_text_add(struct locale_text *, struct str);
void locale_text_fill(struct locale_text *, struct str pattern, struct str place, struct str value); /* PATTERN with PLACE replaced */
struct str locale_text_end(struct locale_text *); /* NUL-terminated in its place */

#endif
