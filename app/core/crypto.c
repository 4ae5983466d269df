#include "core/crypto.h"

#include "core/base64.h"
#include "core/memory.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/random.h>

struct sha256 {
    EVP_MD_CTX *context;
};

void random_bytes(void *out, size_t n)
{
    char *at = out;
    while (n) {
        ssize_t got = getrandom(at, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            memory_end("the kernel gave no random bytes");
        at += got;
        n -= (size_t)got;
    }
}

struct str random_token(struct arena *arena, size_t n)
{
    char *bytes = arena_alloc(arena, n);
    random_bytes(bytes, n);
    struct str token = base64url_encode(arena, (struct str){bytes, n});
    explicit_bzero(bytes, n);
    return token;
}

/* Fetched once: EVP_sha256() alone looks its provider up again at every digest. */
static const EVP_MD *sha256_algorithm(void)
{
    static EVP_MD *algorithm;
    if (!algorithm)
        algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!algorithm)
        memory_end("OpenSSL has no SHA-256");
    return algorithm;
}

/* OpenSSL's digests fail only for want of memory. */
static void must(int ok)
{
    if (ok != 1)
        memory_end("OpenSSL could not compute a digest");
}

struct sha256_digest sha256_of(struct str s)
{
    struct sha256_digest digest;
    must(EVP_Digest(s.p, s.n, digest.b, NULL, sha256_algorithm(), NULL));
    return digest;
}

struct str sha256_bytes(const struct sha256_digest *digest)
{
    return (struct str){(const char *)digest->b, sizeof digest->b};
}

struct sha256 *sha256_new(void)
{
    struct sha256 *running = memory_new(sizeof *running);
    running->context = EVP_MD_CTX_new();
    must(running->context && EVP_DigestInit_ex2(running->context, sha256_algorithm(), NULL));
    return running;
}

void sha256_add(struct sha256 *running, const void *bytes, size_t n)
{
    must(EVP_DigestUpdate(running->context, bytes, n));
}

struct sha256_digest sha256_finish(struct sha256 *running)
{
    struct sha256_digest digest;
    must(EVP_DigestFinal_ex(running->context, digest.b, NULL));
    EVP_MD_CTX_free(running->context);
    free(running);
    return digest;
}

struct digest {
    EVP_MD_CTX *context;
};

struct digest *digest_new(struct str name)
{
    const EVP_MD *algorithm = str_eq(name, STR("sha256")) ? sha256_algorithm() : str_eq(name, STR("sha1")) ? EVP_sha1() : NULL;
    if (!algorithm)
        return NULL;
    struct digest *running = memory_new(sizeof *running);
    running->context = EVP_MD_CTX_new();
    must(running->context && EVP_DigestInit_ex2(running->context, algorithm, NULL));
    return running;
}

void digest_add(struct digest *running, const void *bytes, size_t n)
{
    must(EVP_DigestUpdate(running->context, bytes, n));
}

struct str digest_finish(struct digest *running, unsigned char into[DIGEST_MOST])
{
    unsigned size = 0;
    must(EVP_DigestFinal_ex(running->context, into, &size));
    EVP_MD_CTX_free(running->context);
    free(running);
    return (struct str){(const char *)into, size};
}

struct sha256_digest hmac_sha256(struct str key, struct str message)
{
    assert(key.p && key.n <= INT_MAX); /* without a key HMAC() would use the last one */
    struct sha256_digest digest;
    must(HMAC(sha256_algorithm(), key.p, (int)key.n, (const unsigned char *)message.p, message.n, digest.b, NULL) != NULL);
    return digest;
}

bool sha256_eq(struct sha256_digest a, struct sha256_digest b)
{
    return CRYPTO_memcmp(a.b, b.b, sizeof a.b) == 0;
}

bool secret_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || CRYPTO_memcmp(a.p, b.p, a.n) == 0);
}

struct str hex_encode(struct arena *arena, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *b = bytes;
    char *text = arena_array(arena, n, 2);
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[b[i] >> 4];
        text[2 * i + 1] = digits[b[i] & 15];
    }
    return (struct str){text, 2 * n};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char folded = (char)(c | ' ');
    return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
}

bool hex_decode(struct str s, void *out, size_t n)
{
    uint8_t *b = out;
    if (s.n % 2 || s.n / 2 != n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (hex_digit(s.p[i]) < 0)
            return false;
    for (size_t i = 0; i < n; i++)
        b[i] = (uint8_t)(hex_digit(s.p[2 * i]) << 4 | hex_digit(s.p[2 * i + 1]));
    return true;
}

struct str base64url_encode(struct arena *arena, struct str s)
{
    size_t n = base64_length(BASE64_URL, s.n);
    char *text = arena_alloc(arena, n + 1);
    base64_write(BASE64_URL, s, text);
    return (struct str){text, n};
}

bool base64url_decode(struct arena *arena, struct str s, struct str *out)
{
    size_t n = base64_bytes(s);
    uint8_t *bytes = arena_alloc(arena, n + 1);
    if (!base64url_read(s, bytes))
        return false;
    *out = (struct str){(const char *)bytes, n};
    return true;
}
