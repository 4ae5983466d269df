/* Reasons for a rejection that come up often. */
#ifndef CURIO_HANDLERS_MODERATION_CANNED_H
#define CURIO_HANDLERS_MODERATION_CANNED_H

#include "core/arena.h"

extern const char *const canned_names[]; /* NULL at the end; the first is "none" */
size_t canned_count(void);
struct str canned_title(size_t at); /* translated, as are the words */
struct str canned_words(size_t at);
/* The words of NAME with REASON below them; either may be empty or absent. */
struct str canned_with(struct arena *, struct str name, struct str reason);

#endif
