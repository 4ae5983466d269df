/* Places that sources tell in one line. */
#ifndef CURIO_MARKET_PLACE_H
#define CURIO_MARKET_PLACE_H

#include "market/reader.h"

/* "Ry-Hallen, Thorsvej 36, 8680 Ry" fills place, street, postcode and town as far as that is certain and they are absent. */
void place_complete(struct draft *);

#endif
