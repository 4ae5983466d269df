/* Every secret of the accounts comes from the one setting token_secret by a labelled MAC, so that none of them tells anything
 * about another. */
#ifndef CURIO_ACCOUNT_KEYS_H
#define CURIO_ACCOUNT_KEYS_H

#include "core/config.h"
#include "core/crypto.h"

enum key_use { KEY_ACCESS, KEY_REFRESH, KEY_RESET, KEY_THROTTLE, KEY_USE_COUNT };

struct sha256_digest key_of(const struct config *, enum key_use);
/* Names the access key in tokens without giving it away; another secret has another name. */
struct str key_id(struct arena *, const struct config *);
/* HMAC-SHA-256 of MESSAGE with that key. */
struct sha256_digest key_mac(const struct config *, enum key_use, struct str message);

#endif
