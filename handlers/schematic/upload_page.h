/* What the pages of uploads share. */
#ifndef CURIO_HANDLERS_SCHEMATIC_UPLOAD_PAGE_H
#define CURIO_HANDLERS_SCHEMATIC_UPLOAD_PAGE_H

#include "queries/schematic.h"
#include "web/request.h"
#include "web/response.h"

/* Room left, limits and rules, and PROBLEM (may be NULL), why the last try was not taken. Where the database is away it shows nothing used:
 * a page without room left is better than none. */
const struct schematic_upload_row *upload_room(struct request *, const struct schematic_upload_row *problem);
/* Rows of schematic_choice. */
struct list upload_releases(struct arena *);
/* Shows the page of the upload that a form named; false where it named none. */
bool upload_shown_again(struct request *, struct response *);

#endif
