/* A person's file on its way in: read and checked, within their quota, not there before, and in its place in the blob store with
 * its row held. What it becomes, a build or another version of one, is the caller's. */
#ifndef CURIO_HANDLERS_SCHEMATIC_INTAKE_H
#define CURIO_HANDLERS_SCHEMATIC_INTAKE_H

#include "handlers/schematic/receive.h"
#include "web/response.h"

/* Read and checked as for intake_take(), and nothing kept. A file that this person or everyone has already is refused as well. */
enum status intake_look(struct request *, struct response *, const struct form_file *, struct received *out);

/* OK, or the response says why not. Uploads of one person take turns from here to the commit. */
enum status intake_take(struct request *, struct response *, const struct form_file *, struct received *out);

#endif
