#ifndef CURIO_HANDLERS_SCHEMATIC_TITLE_H
#define CURIO_HANDLERS_SCHEMATIC_TITLE_H

#include "core/arena.h"

/* "my_castle-v2.schem" becomes "my castle v2": at most 120 code points; STR_NULL where nothing is left of it. */
struct str title_from_file_name(struct arena *, struct str file_name);
/* The name that a file gives itself, as a title; STR_NULL where it gives none. */
struct str title_from_metadata(struct arena *, struct str name);

#endif
