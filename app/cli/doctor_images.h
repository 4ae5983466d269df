#ifndef CURIO_CLI_DOCTOR_IMAGES_H
#define CURIO_CLI_DOCTOR_IMAGES_H

#include "cli/command.h"

/* Rows of pictures against the image pool's files. False where something does not fit; *SAYS tells in words. */
bool doctor_images(struct cli *, struct str *says);

#endif
