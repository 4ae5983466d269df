#ifndef CURIO_HANDLERS_SCHEMATIC_VERSIONS_H
#define CURIO_HANDLERS_SCHEMATIC_VERSIONS_H

#include "queries/schematic.h"
#include "web/request.h"

/* Versions of a build as its reader may see them, newest first. */
enum db_result schematic_versions_of(struct request *, const struct schematic_one_row *, struct rows *out) DB_CHECKED;

#endif
