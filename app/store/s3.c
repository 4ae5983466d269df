#include "store/s3.h"

#include "store/blob.h"

bool s3_set(const struct config *config)
{
    return config->s3_endpoint.n > 0 && config->s3_bucket.n > 0;
}

bool s3_holds(struct str place)
{
    return str_eq(place, STR("both")) || str_eq(place, STR("remote"));
}

struct s3_object s3_object_of(struct arena *arena, const struct config *config, struct sha256_digest digest, bool readers)
{
    bool apart = readers && config->s3_public_endpoint.n > 0;
    struct str endpoint = apart ? config->s3_public_endpoint : config->s3_endpoint, name = blob_relative_path(arena, digest), bucket = config->s3_bucket;
    size_t scheme = (size_t)(str_find(endpoint, STR("://")) + 3); /* the settings have been checked for it */
    struct str host = str_slice(endpoint, scheme, endpoint.n);
    if (config->s3_path_style)
        return (struct s3_object){endpoint, host, arena_printf(arena, "/" STR_FMT "/" STR_FMT, STR_ARG(bucket), STR_ARG(name))};
    host = arena_printf(arena, STR_FMT "." STR_FMT, STR_ARG(bucket), STR_ARG(host));
    return (struct s3_object){.origin = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(str_slice(endpoint, 0, scheme)), STR_ARG(host)),
                              .host = host,
                              .path = arena_printf(arena, "/" STR_FMT, STR_ARG(name))};
}
