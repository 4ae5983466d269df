/* What a downloaded build is called. */
#ifndef CURIO_HANDLERS_SCHEMATIC_DISPOSITION_H
#define CURIO_HANDLERS_SCHEMATIC_DISPOSITION_H

#include "core/arena.h"

/* A Content-Disposition value (RFC 6266): an ASCII name for old readers and the true one as RFC 8187 has it. NAME may be any
 * text; it gets the ending that FORMAT ("sponge" …) has. */
struct str disposition_of(struct arena *, struct str name, struct str format);
/* The same with ENDING (".csv") in the place of the build's own. */
struct str disposition_with(struct arena *, struct str name, struct str ending);

#endif
