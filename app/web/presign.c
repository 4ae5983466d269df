#include "web/presign.h"

#include "web/percent.h"

enum { DAY_TEXT = sizeof "20261121" - 1, SECOND_TEXT = sizeof "20261121T020100" - 1 };

/* RFC 3339 without its marks: 20261121T020100Z. */
static struct str basic_time(struct arena *arena, struct timestamp now)
{
    char text[TIMESTAMP_TEXT], *out = arena_alloc(arena, TIMESTAMP_TEXT);
    struct str full = timestamp_rfc3339(now, text);
    size_t n = 0;
    for (size_t i = 0; i < full.n && n < SECOND_TEXT; i++)
        if (full.p[i] != '-' && full.p[i] != ':')
            out[n++] = full.p[i];
    out[n++] = 'Z';
    return (struct str){out, n};
}

static struct str hex_digest(struct arena *arena, struct sha256_digest digest)
{
    return hex_encode(arena, digest.b, sizeof digest.b);
}

/* The secret never signs itself: each step narrows the key to a day, a region and a service. */
static struct sha256_digest signing_key(struct arena *arena, const struct config *config, struct str day)
{
    const struct str steps[] = {day, config->s3_region, STR("s3"), STR("aws4_request")};
    const struct str secret[] = {STR("AWS4"), config->s3_secret};
    struct str key = arena_join(arena, 2, secret);
    struct sha256_digest digest = {0};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct sha256_digest next = hmac_sha256(key, steps[i]);
        digest = next;
        key = sha256_bytes(&digest);
    }
    return digest;
}

static struct str part(struct arena *arena, const char *name, struct str value)
{
    if (value.n == 0)
        return STR("");
    return arena_printf(arena, "&%s=" STR_FMT, name, STR_ARG(percent_encode(arena, value, "")));
}

/* In the order of their names, which the signature wants. */
static struct str query_of(struct arena *arena, const struct config *config, const struct presign *ask, struct str time, struct str scope)
{
    const struct str credential[] = {config->s3_key, STR("/"), scope};
    const struct str parts[] = {
        STR("X-Amz-Algorithm=AWS4-HMAC-SHA256"),
        part(arena, "X-Amz-Credential", arena_join(arena, 3, credential)),
        part(arena, "X-Amz-Date", time),
        arena_printf(arena, "&X-Amz-Expires=%lld&X-Amz-SignedHeaders=host", (long long)ask->seconds),
        part(arena, "response-content-disposition", ask->disposition),
        part(arena, "response-content-type", ask->type),
    };
    return arena_join(arena, sizeof parts / sizeof *parts, parts);
}

struct str presign(struct arena *arena, const struct config *config, const struct s3_object *object, const struct presign *ask)
{
    struct str time = basic_time(arena, ask->now), day = str_slice(time, 0, DAY_TEXT);
    struct str scope = arena_printf(arena, STR_FMT "/" STR_FMT "/s3/aws4_request", STR_ARG(day), STR_ARG(config->s3_region));
    struct str query = query_of(arena, config, ask, time, scope);
    const struct str canonical[] = {ask->method, STR("\n"), object->path, STR("\n"), query, STR("\nhost:"), object->host, STR("\n\nhost\nUNSIGNED-PAYLOAD")};
    struct str request = hex_digest(arena, sha256_of(arena_join(arena, sizeof canonical / sizeof *canonical, canonical)));
    const struct str to_sign[] = {STR("AWS4-HMAC-SHA256\n"), time, STR("\n"), scope, STR("\n"), request};
    struct sha256_digest key = signing_key(arena, config, day);
    struct str signature = hex_digest(arena, hmac_sha256(sha256_bytes(&key), arena_join(arena, sizeof to_sign / sizeof *to_sign, to_sign)));
    const struct str address[] = {object->origin, object->path, STR("?"), query, STR("&X-Amz-Signature="), signature};
    return arena_join(arena, sizeof address / sizeof *address, address);
}
