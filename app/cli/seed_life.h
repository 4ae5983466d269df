#ifndef CURIO_CLI_SEED_LIFE_H
#define CURIO_CLI_SEED_LIFE_H

#include "core/uuid.h"
#include "store/db.h"

/* What people said of the demo builds, liked and gathered, made once: a site that is new shows how it looks when it is not. PEOPLE are
 * three. In the caller's transaction. DB_NONE: it is there already, or a build that it speaks of is not. */
enum db_result seed_life(struct db *, struct arena *, const struct uuid people[3]) DB_CHECKED;

#endif
