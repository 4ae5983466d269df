/* What a build is made of, as its page shows it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_CONTENTS_H
#define CURIO_HANDLERS_SCHEMATIC_CONTENTS_H

#include "queries/schematic.h"
#include "web/request.h"

/* Fills what follows from a file's census and manifest (JSON; each may be absent): items, numbers, what may run. */
void contents_fill(struct arena *, struct str states, struct str manifest, struct schematic_inside_row *);

/* Never fails: a page without its list of materials is better than none. */
const struct schematic_inside_row *contents_inside(struct request *, const struct schematic_one_row *);

#endif
