/* What people say of a build in place of, or besides, what its file says: licence, game, mods. */
#ifndef CURIO_HANDLERS_SCHEMATIC_SAID_H
#define CURIO_HANDLERS_SCHEMATIC_SAID_H

#include "web/request.h"

/* Checks the fields "licence", "game" and "mods"; what is wrong is in the request's form_state afterwards. GAME is the name of a
 * release; *DATA_VERSION is unset where it is absent or empty. */
bool said_right(struct request *, struct str licence, struct str game, struct list mods, struct opt_int *data_version)
    __attribute__((warn_unused_result));

#endif
