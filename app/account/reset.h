/* Links for a forgotten password. The secret in a link is the reset's id and a MAC of it: neither the database nor the job
 * that mails it holds one. */
#ifndef CURIO_ACCOUNT_RESET_H
#define CURIO_ACCOUNT_RESET_H

#include "core/config.h"
#include "core/uuid.h"

struct str reset_token(struct arena *, const struct config *, struct uuid reset);
bool reset_token_read(struct arena *, const struct config *, struct str token, struct uuid *out)
    __attribute__((warn_unused_result));

#endif
