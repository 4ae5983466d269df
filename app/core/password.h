/* bcrypt by libxcrypt. Each call takes hundreds of milliseconds: only the auth pool calls these. */
#ifndef CURIO_CORE_PASSWORD_H
#define CURIO_CORE_PASSWORD_H

#include "core/arena.h"

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 72 }; /* bytes; bcrypt would silently cut what is longer */

enum password_result { PASSWORD_OK, PASSWORD_WRONG, PASSWORD_FAIL /* the hash is not one of ours, or no memory */ };

/* "$2b$COST$..." or STR_NULL where crypt fails. */
struct str password_hash(struct arena *, struct str password, int cost);
enum password_result password_check(struct str password, struct str hash) __attribute__((warn_unused_result));
bool password_hash_is_stale(struct str hash, int cost); /* made with another cost: hash again at next login */
/* One of the commonest passwords (core/common_passwords.h), whatever its case, also with look-alikes for letters ("p@ssw0rd")
 * or with digits and signs behind it ("Password1!"). */
bool password_is_common(struct str password);

#endif
