/* A file becomes a build. */
#ifndef CURIO_HANDLERS_SCHEMATIC_CREATE_H
#define CURIO_HANDLERS_SCHEMATIC_CREATE_H

#include "handlers/schematic/forms.h"
#include "queries/schematic.h"
#include "web/response.h"

/* What was said of one build, checked; GAME is what it says of the release. */
struct said_of_build {
    const struct schematic_upload_form *form; /* its file and upload aside */
    struct opt_int game;
    int64_t share_seconds; /* 0: no link */
};

/* False: the form's state tells what is wrong. */
bool create_said(struct request *, const struct schematic_upload_form *, struct said_of_build *) __attribute__((warn_unused_result));
/* OK: the build's rows are there in this transaction. Otherwise the response says why not, and nothing is there. */
enum status create_build(struct request *, struct response *, const struct said_of_build *, const struct form_file *,
                         struct schematic_one_row *) __attribute__((warn_unused_result));

#endif
