/* Who asks for which build: the arguments that every query about one build takes. */
#ifndef CURIO_HANDLERS_SCHEMATIC_ACCESS_H
#define CURIO_HANDLERS_SCHEMATIC_ACCESS_H

#include "queries/schematic.h"
#include "web/request.h"

/* From the route's {id}, which is an id or a slug, the viewer, and the link in ?key= where the route's form takes one. */
struct schematic_one_in schematic_asked(const struct request *);
/* By id, for what the handler has just made or changed. */
struct schematic_one_in schematic_asked_by_id(const struct request *, struct uuid id);
/* The build as people and programs see it: schematic_one with what only the program knows filled in. */
enum db_result schematic_find(struct request *, const struct schematic_one_in *, struct schematic_one_row *out) DB_CHECKED;

#endif
