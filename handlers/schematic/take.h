/* Taking hold of a build to change it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_TAKE_H
#define CURIO_HANDLERS_SCHEMATIC_TAKE_H

#include "core/config.h"
#include "queries/schematic.h"
#include "web/request.h"
#include "web/response.h"

/* The build of the route's {id}, locked, when the viewer may change it; otherwise the response tells why not. */
bool schematic_take(struct request *, struct response *, struct schematic_change_row *) __attribute__((warn_unused_result));
enum status schematic_not_yours(struct response *);
/* Whose builds wait for a moderator, as queries take it. */
struct str schematic_review_rule(const struct config *);

#endif
