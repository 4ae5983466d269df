/* curio-image under spawn-fcgi: workers that take and draw pictures, one at a time each. docs/images.md says what they answer.
 *
 * CURIO_TASK says what to do; nginx sets it in every location, so that no visitor can: "upload" and "face" (with CURIO_TICKET), "variant" (CURIO_NAME,
 * CURIO_WIDTH, CURIO_FORMAT), and, for curio-jobs alone, "render" (CURIO_FROM "held" or "master", CURIO_SOURCE, CURIO_NAME, CURIO_MANNER; the
 * boxes as the body). */
#ifndef CURIO_IMAGE_POOL_H
#define CURIO_IMAGE_POOL_H

#include "core/config.h"

/* POLICY: the folder of policy.xml. CONFIG: the pool's own, whose token_secret is the key of its receipts and nothing else (`curio image-config`). The
 * process's exit status. */
int pool_run(const struct config *, const char *policy);

#endif
