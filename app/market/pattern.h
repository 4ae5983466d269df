/* Patterns that an operator gives: PCRE2's, without regard to case, bounded in size and in steps. */
#ifndef CURIO_MARKET_PATTERN_H
#define CURIO_MARKET_PATTERN_H

#include "core/arena.h"

enum { PATTERN_BYTES = 300, PATTERN_TEXT = 1 << 14 };

struct pattern;

/* Null where TEXT is longer than PATTERN_BYTES or no pattern. It lives as long as the arena. */
struct pattern *pattern_new(struct arena *, struct str text);

/* The first group in the first PATTERN_TEXT bytes of TEXT, or the whole match where there is no group; a copy. Absent where nothing matches,
 * where the search takes too many steps, and in what is no UTF-8. */
struct str pattern_match(struct arena *, const struct pattern *, struct str text);

#endif
