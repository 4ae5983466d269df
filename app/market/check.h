/* Whether the hours and rules of a market that was read make sense. */
#ifndef CURIO_MARKET_CHECK_H
#define CURIO_MARKET_CHECK_H

#include "market/reader.h"

/* Hours that are not OpenStreetMap's language become opening_words; rules that cannot be are left out. Both are refused by name. */
void check_schedule(struct draft *);

#endif
