/* What kind of market a name speaks of, in Danish, German and English. */
#ifndef CURIO_MARKET_KIND_WORDS_H
#define CURIO_MARKET_KIND_WORDS_H

#include "market/found.h"

/* FOUND_KIND_ABSENT where nothing is recognised. */
enum found_kind kind_of_words(struct arena *, struct str text);
/* Small letters, Latin ones with their marks as well. */
struct str fold_words(struct arena *, struct str text);

#endif
