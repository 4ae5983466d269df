/* What the program noticed about a case, out of its JSON. */
#ifndef CURIO_HANDLERS_MODERATION_HINTS_H
#define CURIO_HANDLERS_MODERATION_HINTS_H

#include "core/arena.h"
#include "store/contract.h"

/* Rows of moderation_hint, most pressing first. */
struct rows hints_in(struct arena *, struct str json);

#endif
