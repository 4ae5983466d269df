#include "account/jws_signature.h"

#include <assert.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "core/crypto.h"

enum family { FAMILY_HMAC, FAMILY_RSA, FAMILY_PSS, FAMILY_EC };
enum { RSA_BITS_MIN = 2048, RSA_BITS_MAX = 8192, EXPONENT_MIN = 65537, FIELD_MAX = 66, KEYS_MAX = 32 };

static const struct algorithm {
    const char *name;
    enum family family;
    const char *digest;
    size_t digest_size;
    const char *curve, *group; /* as JWK and OpenSSL call it */
    size_t field;              /* bytes of r and of s */
} algorithms[] = {
    [JWS_HS256] = {"HS256", FAMILY_HMAC, "SHA256", 32, NULL, NULL, 0},
    [JWS_HS384] = {"HS384", FAMILY_HMAC, "SHA384", 48, NULL, NULL, 0},
    [JWS_HS512] = {"HS512", FAMILY_HMAC, "SHA512", 64, NULL, NULL, 0},
    [JWS_RS256] = {"RS256", FAMILY_RSA, "SHA256", 32, NULL, NULL, 0},
    [JWS_RS384] = {"RS384", FAMILY_RSA, "SHA384", 48, NULL, NULL, 0},
    [JWS_RS512] = {"RS512", FAMILY_RSA, "SHA512", 64, NULL, NULL, 0},
    [JWS_PS256] = {"PS256", FAMILY_PSS, "SHA256", 32, NULL, NULL, 0},
    [JWS_PS384] = {"PS384", FAMILY_PSS, "SHA384", 48, NULL, NULL, 0},
    [JWS_PS512] = {"PS512", FAMILY_PSS, "SHA512", 64, NULL, NULL, 0},
    [JWS_ES256] = {"ES256", FAMILY_EC, "SHA256", 32, "P-256", "prime256v1", 32},
    [JWS_ES384] = {"ES384", FAMILY_EC, "SHA384", 48, "P-384", "secp384r1", 48},
    [JWS_ES512] = {"ES512", FAMILY_EC, "SHA512", 64, "P-521", "secp521r1", 66},
};
static_assert(sizeof algorithms / sizeof *algorithms == JWS_ALGORITHM_COUNT, "one row an algorithm");

static const struct algorithm *algorithm_named(struct str name)
{
    for (size_t i = 0; i < JWS_ALGORITHM_COUNT; i++)
        if (str_eq(name, str_of(algorithms[i].name)))
            return &algorithms[i];
    return NULL;
}

static bool text_is(const struct json_value *key, const char *name, const char *expected)
{
    struct str value;
    return json_as_text(json_member(key, str_of(name)), &value) && str_eq(value, str_of(expected));
}

/* A member in base64url. */
static bool bytes_of(struct arena *arena, const struct json_value *key, const char *name, struct str *out)
{
    struct str text;
    return json_as_text(json_member(key, str_of(name)), &text) && text.n > 0 && base64url_decode(arena, text, out);
}

static bool may_verify(const struct json_value *key)
{
    struct json_value *use = json_member(key, STR("use")), *operations = json_member(key, STR("key_ops"));
    struct str one;
    if (use != NULL && !text_is(key, "use", "sig"))
        return false;
    if (operations == NULL)
        return true;
    for (size_t i = 0; i < json_length(operations); i++)
        if (json_as_text(json_at(operations, i), &one) && str_eq(one, STR("verify")))
            return true;
    return false;
}

static bool hmac_matches(struct arena *arena, const struct algorithm *algorithm, const struct json_value *key,
                         const struct jws *jws)
{
    struct str secret;
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!text_is(key, "kty", "oct") || !bytes_of(arena, key, "k", &secret) || secret.n < algorithm->digest_size)
        return false;
    return HMAC(EVP_get_digestbyname(algorithm->digest), secret.p, (int)secret.n,
                (const unsigned char *)jws->signed_part.p, jws->signed_part.n, mac, &n) != NULL &&
           secret_equal((struct str){(const char *)mac, n}, jws->signature);
}

static BIGNUM *number_of(struct str bytes)
{
    return BN_bin2bn((const unsigned char *)bytes.p, (int)bytes.n, NULL);
}

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (parameters == NULL || context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

/* Keys of the library behind CVE-2017-15361 (ROCA) are powers of 65537 modulo every small prime. For these primes that is
 * rare enough: a sound key passes for one with a chance of some 2^-27. Nemec et al., "The Return of Coppersmith's Attack". */
static bool is_power_of_65537(unsigned residue, unsigned prime)
{
    unsigned power = 1;
    for (unsigned i = 0; i < prime; i++) {
        if (power == residue)
            return true;
        power = (unsigned)((uint64_t)power * EXPONENT_MIN % prime);
    }
    return false;
}

static bool is_roca(const BIGNUM *modulus)
{
    static const unsigned primes[] = {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157};
    for (size_t i = 0; i < sizeof primes / sizeof *primes; i++)
        if (!is_power_of_65537((unsigned)BN_mod_word(modulus, primes[i]), primes[i]))
            return false;
    return true;
}

static bool rsa_is_sound(const BIGNUM *modulus, const BIGNUM *exponent)
{
    int bits = BN_num_bits(modulus);
    return bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX && BN_is_odd(modulus) && BN_is_odd(exponent) &&
           BN_num_bits(exponent) <= 64 && BN_get_word(exponent) >= EXPONENT_MIN && !is_roca(modulus);
}

static EVP_PKEY *rsa_key(struct arena *arena, const struct json_value *jwk)
{
    struct str n, e;
    if (!text_is(jwk, "kty", "RSA") || !bytes_of(arena, jwk, "n", &n) || !bytes_of(arena, jwk, "e", &e))
        return NULL;
    EVP_PKEY *key = NULL;
    BIGNUM *modulus = number_of(n), *exponent = number_of(e);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    if (modulus != NULL && exponent != NULL && build != NULL && rsa_is_sound(modulus, exponent) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) == 1)
        key = key_from("RSA", build);
    OSSL_PARAM_BLD_free(build);
    BN_free(modulus);
    BN_free(exponent);
    return key;
}

/* OpenSSL refuses a point that is not on the curve. */
static EVP_PKEY *ec_key(struct arena *arena, const struct algorithm *algorithm, const struct json_value *jwk)
{
    struct str x, y;
    unsigned char point[1 + 2 * FIELD_MAX] = {4}; /* uncompressed */
    if (!text_is(jwk, "kty", "EC") || !text_is(jwk, "crv", algorithm->curve) || !bytes_of(arena, jwk, "x", &x) ||
        !bytes_of(arena, jwk, "y", &y) || x.n != algorithm->field || y.n != algorithm->field)
        return NULL;
    memcpy(point + 1, x.p, x.n);
    memcpy(point + 1 + x.n, y.p, y.n);
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    if (build != NULL && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, algorithm->group, 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * algorithm->field) == 1)
        key = key_from("EC", build);
    OSSL_PARAM_BLD_free(build);
    return key;
}

/* r and s side by side (RFC 7518, 3.4) as the DER that OpenSSL takes; absent where the length is another. */
static struct str der_of(struct arena *arena, const struct algorithm *algorithm, struct str raw)
{
    if (raw.n != 2 * algorithm->field)
        return STR_NULL;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = number_of(str_slice(raw, 0, algorithm->field)), *s = number_of(str_slice(raw, algorithm->field, raw.n));
    if (signature == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(signature, r, s) != 1) {
        BN_free(r);
        BN_free(s);
        ECDSA_SIG_free(signature);
        return STR_NULL;
    }
    unsigned char *der = NULL;
    int n = i2d_ECDSA_SIG(signature, &der);
    struct str copy = n > 0 ? arena_str(arena, (struct str){(const char *)der, (size_t)n}) : STR_NULL;
    OPENSSL_free(der);
    ECDSA_SIG_free(signature);
    return copy;
}

static bool set_padding(const struct algorithm *algorithm, EVP_PKEY_CTX *context)
{
    if (algorithm->family == FAMILY_RSA)
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    return algorithm->family != FAMILY_PSS || (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                                               EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
}

static bool key_matches(struct arena *arena, const struct algorithm *algorithm, const struct json_value *jwk,
                        const struct jws *jws)
{
    bool ec = algorithm->family == FAMILY_EC;
    struct str signature = ec ? der_of(arena, algorithm, jws->signature) : jws->signature;
    EVP_PKEY *key = ec ? ec_key(arena, algorithm, jwk) : rsa_key(arena, jwk);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *settings = NULL;
    bool matches = key != NULL && context != NULL && signature.p != NULL &&
                   EVP_DigestVerifyInit_ex(context, &settings, algorithm->digest, NULL, NULL, key, NULL) == 1 &&
                   set_padding(algorithm, settings) &&
                   EVP_DigestVerify(context, (const unsigned char *)signature.p, signature.n,
                                    (const unsigned char *)jws->signed_part.p, jws->signed_part.n) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return matches;
}

/* A set of secrets and published keys at once has no good use, and invites taking one for the other. */
static bool is_mixed(const struct json_value *keys)
{
    size_t secrets = 0;
    for (size_t i = 0; i < json_length(keys); i++)
        secrets += text_is(json_at(keys, i), "kty", "oct");
    return secrets != 0 && secrets != json_length(keys);
}

/* The only key of that kid: two of them would let the order decide. */
static const struct json_value *key_named(const struct json_value *jwks, struct str kid)
{
    const struct json_value *keys = json_member(jwks, STR("keys")), *found = NULL;
    struct str name;
    if (kid.p == NULL || json_kind(keys) != JSON_ARRAY || json_length(keys) > KEYS_MAX || is_mixed(keys))
        return NULL;
    for (size_t i = 0; i < json_length(keys); i++) {
        const struct json_value *key = json_at(keys, i);
        if (!json_as_text(json_member(key, STR("kid")), &name) || !str_eq(name, kid))
            continue;
        if (found != NULL)
            return NULL;
        found = key;
    }
    return found;
}

enum jws_result jws_verify_by_set(struct arena *arena, const struct json_value *jwks, struct str token, struct str *payload)
{
    struct jws jws;
    if (!jws_parse(arena, token, &jws))
        return JWS_INVALID;
    const struct json_value *key = key_named(jwks, jws.kid);
    const struct algorithm *algorithm = algorithm_named(jws.algorithm);
    if (key == NULL || algorithm == NULL || !text_is(key, "alg", algorithm->name) || !may_verify(key))
        return JWS_INVALID;
    bool matches = algorithm->family == FAMILY_HMAC ? hmac_matches(arena, algorithm, key, &jws)
                                                    : key_matches(arena, algorithm, key, &jws);
    if (!matches)
        return JWS_INVALID;
    *payload = jws.payload;
    return JWS_OK;
}
