/* Licences by their SPDX identifiers (spdx.org/licenses). */
#ifndef CURIO_HANDLERS_SCHEMATIC_LICENCE_H
#define CURIO_HANDLERS_SCHEMATIC_LICENCE_H

#include "core/arena.h"
#include "store/contract.h"

/* One of the table, in its own spelling, or "LicenseRef-" and a name of one's own. */
bool licence_known(struct str id);
/* "Creative Commons Attribution 4.0"; the identifier itself where there is no name; absent for an absent one. */
struct str licence_name(struct str id);
/* Where its text is; absent for those of one's own. */
struct str licence_link(struct arena *, struct str id);
/* The few that a form offers, and CURRENT (may be absent) if it is another one: rows of schematic_choice. */
struct list licence_choices(struct arena *, struct str current);

#endif
