/* Links that open one build for a while. What people hold is the id of a row (sql: schematic_link) and a MAC of it: rows alone
 * open nothing, and made-up ids are refused without asking the database. */
#ifndef CURIO_HANDLERS_SCHEMATIC_LINK_H
#define CURIO_HANDLERS_SCHEMATIC_LINK_H

#include "core/arena.h"
#include "core/config.h"
#include "core/uuid.h"

/* The value of ?key= for the link ID. */
struct str link_token(struct arena *, const struct config *, struct uuid id);
/* False: nobody here made it. Whether the link is still open, and for whom, is for schematic_link_opens() to say. */
bool link_verify(struct arena *, const struct config *, struct str token, struct uuid *id) __attribute__((warn_unused_result));
/* How long a link lasts: "90m", "6h", "7d", from an hour to thirty days. */
bool link_duration(struct str text, int64_t *seconds) __attribute__((warn_unused_result));

#endif
