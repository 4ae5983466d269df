/* Files that come in pieces: tus 1.0 (tus.io/protocols/resumable-upload) with creation, expiration and termination. */
#ifndef CURIO_HANDLERS_SCHEMATIC_RESUMABLE_H
#define CURIO_HANDLERS_SCHEMATIC_RESUMABLE_H

#include "queries/site.h"
#include "web/route.h"

/* The file of a form that takes it in its body or as a finished upload, exactly one of both. An upload is used up with the request's
 * transaction: when that fails it is there as before. OK, or the response says what is wrong. */
enum status resumable_sent(struct request *, struct response *, const struct form_file *file, struct opt_uuid upload,
                           struct form_file *out) __attribute__((warn_unused_result));

/* A person's finished upload, to be looked at. */
enum status resumable_whole(struct request *, struct response *, struct uuid, struct upload_one_row *, struct form_file *out)
    __attribute__((warn_unused_result));

extern const struct route_table schematic_resumable_routes;

#endif
