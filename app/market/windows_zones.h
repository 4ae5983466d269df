/* The names that Windows and Outlook give to time zones (CLDR's windowsZones, territory 001). */
#ifndef CURIO_MARKET_WINDOWS_ZONES_H
#define CURIO_MARKET_WINDOWS_ZONES_H

#include "core/str.h"

struct str windows_zone(struct str name); /* "Romance Standard Time" is Europe/Paris; absent where it is none of them */

#endif
