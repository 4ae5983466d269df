#include "handlers/schematic/checksum.h"

#include <errno.h>
#include <unistd.h>

#include "core/crypto.h"
#include "core/text.h"

/* crypto.h has the other alphabet of RFC 4648, without padding. */
bool base64_decode(struct arena *arena, struct str base64, struct str *bytes)
{
    while (base64.n > 0 && base64.p[base64.n - 1] == '=')
        base64.n--;
    char *text = arena_alloc(arena, base64.n + 1);
    for (size_t i = 0; i < base64.n; i++)
        text[i] = base64.p[i] == '+' ? '-' : base64.p[i] == '/' ? '_' : base64.p[i];
    return base64url_decode(arena, (struct str){text, base64.n}, bytes);
}

/* False where the body can't be read to its end. */
static bool digest_body(const struct form_file *body, struct digest *digest)
{
    char piece[16384];
    int64_t at = 0;
    while (at < body->size) {
        size_t most = body->size - at < (int64_t)sizeof piece ? (size_t)(body->size - at) : sizeof piece;
        ssize_t got = pread(body->descriptor, piece, most, body->offset + at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        digest_add(digest, piece, (size_t)got);
        at += got;
    }
    return true;
}

static enum status malformed(struct response *rs)
{
    response_problem_text(rs, "header", STR("Upload-Checksum"));
    return response_problem(rs, BAD_REQUEST, NULL, _("Upload-Checksum has to be sha1 or sha256, a space, and the digest in base64."));
}

enum status checksum_check(struct request *rq, struct response *rs)
{
    struct str name, base64, told, header = request_header(rq, "HTTP_UPLOAD_CHECKSUM");
    unsigned char bytes[DIGEST_MOST];
    if (!header.p)
        return OK;
    if (!str_cut(header, ' ', &name, &base64) || !base64_decode(rq->arena, str_trim(base64), &told))
        return malformed(rs);
    struct digest *digest = digest_new(name);
    if (!digest)
        return malformed(rs);
    bool whole = digest_body(&rq->raw, digest);
    struct str found = digest_finish(digest, bytes);
    if (whole && str_eq(found, told))
        return OK;
    return response_problem(rs, CHECKSUM_MISMATCH, "checksum-mismatch", _("This piece was changed on its way. Please send it again."));
}
