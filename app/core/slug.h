#ifndef CURIO_CORE_SLUG_H
#define CURIO_CORE_SLUG_H

#include "core/arena.h"

enum { SLUG_MAX = 60 }; /* bytes */

/* TEXT as it stands in an address: small ASCII letters and digits with single hyphens between words, Latin letters without
 * their marks ("Åse's Größe" becomes "ase-s-grosse"). Never empty: "unnamed" where nothing of it can be said that way. */
struct str slug_of(struct arena *, struct str text);
/* BASE and a short random suffix, for when BASE is taken. */
struct str slug_another(struct arena *, struct str base);

#endif
