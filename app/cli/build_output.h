/* What the commands that write files beside builds share. */
#ifndef CURIO_CLI_BUILD_OUTPUT_H
#define CURIO_CLI_BUILD_OUTPUT_H

#include "cli/build_file.h"

struct build_output {
    const char *folder; /* NULL: beside the file */
    bool force;         /* over a file that is there */
};

/* Options for them: "--out FOLDER" and "--force". The order begins with a struct build_output. */
bool build_take_folder(void *order, const char *value);
bool build_take_force(void *order, const char *value);

/* The build's name without its folder and its extension; "stdin" of standard input. */
struct str build_title(struct arena *, const char *path);
/* That name with another extension, in the folder asked for. */
struct str build_output_path(struct build_file *, const struct build_output *, const char *extension);
/* What PATH will hold is written under another name first, so that nobody ever sees half of it. WRITE answers false after
 * build_fail(). Fails with "exists" and "unwritable". */
bool build_output_write(struct build_file *, const struct build_output *, struct str path, bool (*write)(struct build_file *, FILE *, void *with), void *with)
    __attribute__((warn_unused_result));

#endif
