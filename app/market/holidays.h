/* Public holidays, computed. */
#ifndef CURIO_MARKET_HOLIDAYS_H
#define CURIO_MARKET_HOLIDAYS_H

#include "market/wall.h"

struct holiday_calendar;

/* Of "DE" or "DE-BY" (ISO 3166): a country we know, in a region of it the region's own besides; of a region we do not know, and of none,
 * what holds in the whole country. Null where the country is not known. */
const struct holiday_calendar *holiday_calendar_of(struct str place, struct str *region);
bool holiday_is(const struct holiday_calendar *, struct str region, struct wall day);
struct wall easter_sunday(int year); /* Gregorian */

#endif
