/* Who asks for which build: the arguments that every query about one build takes. */
#ifndef CURIO_HANDLERS_SCHEMATIC_ACCESS_H
#define CURIO_HANDLERS_SCHEMATIC_ACCESS_H

#include "queries/schematic.h"
#include "web/request.h"

/* From the route's {id}, which is an id or a slug, and the viewer. */
struct schematic_one_in schematic_asked(const struct request *);
/* By id, for what the handler has just made or changed. */
struct schematic_one_in schematic_asked_by_id(const struct request *, struct uuid id);

#endif
