/* The few primitives that Curio uses, over OpenSSL. */
#ifndef CURIO_CORE_CRYPTO_H
#define CURIO_CORE_CRYPTO_H

#include "core/arena.h"

struct sha256_digest {
    uint8_t b[32];
};
struct sha256; /* a running digest */

void random_bytes(void *out, size_t n); /* from the kernel; ends the process if it cannot */
/* N random bytes as base64url text: secrets that travel in links, cookies and tokens. */
struct str random_token(struct arena *, size_t n);

struct sha256_digest sha256_of(struct str);
struct str sha256_bytes(const struct sha256_digest *); /* its 32 bytes, which live as long as it does */
struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *, const void *, size_t);
struct sha256_digest sha256_finish(struct sha256 *); /* frees it */
/* Digests that others ask for by name: "sha1" or "sha256", NULL for any other. Against mistakes on the way only: SHA-1 proves nothing. */
struct digest;
enum { DIGEST_MOST = 32 };
struct digest *digest_new(struct str name);
void digest_add(struct digest *, const void *, size_t);
struct str digest_finish(struct digest *, unsigned char into[DIGEST_MOST]); /* frees it */
struct sha256_digest hmac_sha256(struct str key, struct str message);
bool sha256_eq(struct sha256_digest, struct sha256_digest); /* constant time */
/* Constant time in the content; the lengths may show. */
bool secret_equal(struct str a, struct str b);

struct str hex_encode(struct arena *, const void *, size_t);
bool hex_decode(struct str, void *out, size_t n); /* exactly n bytes */
struct str base64url_encode(struct arena *, struct str); /* no padding */
/* Strict: canonical, no padding, no white space. False leaves out untouched. */
bool base64url_decode(struct arena *, struct str, struct str *out);

#endif
