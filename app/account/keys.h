/* Every secret of the accounts comes from the one setting token_secret by a labelled MAC, so that none of them tells anything
 * about another. */
#ifndef CURIO_ACCOUNT_KEYS_H
#define CURIO_ACCOUNT_KEYS_H

#include "core/config.h"
#include "core/crypto.h"
#include "core/uuid.h"

enum key_use { KEY_ACCESS, KEY_REFRESH, KEY_RESET, KEY_THROTTLE, KEY_LINK, KEY_DOWNLOAD, KEY_UNSUBSCRIBE, KEY_CLAIM_MAIL, KEY_CLAIM_FILE, KEY_RETURN, KEY_EXPORT, KEY_USE_COUNT };

struct sha256_digest key_of(const struct config *, enum key_use);
/* Names the access key in tokens without giving it away; another secret has another name. */
struct str key_id(struct arena *, const struct config *);
/* HMAC-SHA-256 of MESSAGE with that key. */
struct sha256_digest key_mac(const struct config *, enum key_use, struct str message);
/* An id and a MAC of it as text for links: neither the database nor a job that mails it holds a secret. */
struct str key_token(struct arena *, const struct config *, enum key_use, struct uuid id);
/* False where the text is none of this site's, or was made for another use. */
bool key_token_read(struct arena *, const struct config *, enum key_use, struct str token, struct uuid *id)
    __attribute__((warn_unused_result));

#endif
