/* How often signing in may be tried. Three rules by GCRA: an account from one address; an address for all accounts; an account
 * from all addresses together, which counts only addresses that it was never signed in from. So who floods an account slows
 * down strangers, and its owner, at home or on a known network, gets in. The rules are the same for addresses that have no
 * account. With Redis away each worker counts for itself, more strictly. */
#ifndef CURIO_HANDLERS_ACCOUNT_THROTTLE_H
#define CURIO_HANDLERS_ACCOUNT_THROTTLE_H

#include "web/request.h"
#include "web/response.h"

/* Counts one try. False: rs says when to try again (429). */
bool throttle_login(struct request *, struct response *, struct str email) __attribute__((warn_unused_result));
/* The password of who is signed in, asked for again. */
bool throttle_password(struct request *, struct response *) __attribute__((warn_unused_result));
/* Whether EMAIL may be sent another mail; says nothing about the account. */
bool throttle_mail(struct request *, struct str email);

#endif
