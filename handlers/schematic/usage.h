/* What takes a person's room. */
#ifndef CURIO_HANDLERS_SCHEMATIC_USAGE_H
#define CURIO_HANDLERS_SCHEMATIC_USAGE_H

#include "queries/schematic.h"
#include "web/request.h"

enum db_result usage_report(struct request *, int64_t limit, struct schematic_usage_report_row *) DB_CHECKED;

#endif
