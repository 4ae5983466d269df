/* Why an upload was not taken, for the page that shows the form again. */
#ifndef CURIO_HANDLERS_SCHEMATIC_UPLOAD_H
#define CURIO_HANDLERS_SCHEMATIC_UPLOAD_H

#include "queries/schematic.h"
#include "web/request.h"
#include "web/response.h"

/* rs->view of a failed upload: what the upload page shows besides its form. Room left is filled in where it is shown. */
enum status upload_refused(struct request *, struct response *, struct str reason, int64_t offset, struct str detail);
enum status upload_duplicate(struct request *, struct response *, const struct schematic_same_row *);
enum status upload_over_quota(struct request *, struct response *, int64_t used);
enum status upload_disk_full(struct request *, struct response *);
enum status upload_busy(struct response *);

#endif
