/* What was made of a build's file: its pictures, and the sections that the preview reads. nginx sends them. */
#include <string.h>

#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"

enum { NAMED_BYTES = 8 /* of the digest, in ?v= */ };

static enum status not_there(struct response *rs, struct str analysis)
{
    if (!str_eq(analysis, STR("waiting")))
        return response_problem(rs, NOT_FOUND, NULL, _("This could not be made for this build."));
    response_header(rs, STR("Retry-After"), STR("2"));
    return response_problem(rs, NOT_FOUND, "not-ready", _("This is still being made. Please try again in a moment."));
}

/* An address that names the bytes by ?v= stands for them for good; without it the next version may be there tomorrow. */
static bool names_bytes(struct request *rq, struct str sha256)
{
    const struct schematic_product_form *form = rq->form;
    return form->v.n > 0 && str_eq(form->v, hex_encode(rq->arena, sha256.p, NAMED_BYTES));
}

static enum status send(struct request *rq, struct response *rs, struct str analysis, struct str sha256, const char *type)
{
    struct sha256_digest digest;
    if (sha256.n != sizeof digest.b)
        return not_there(rs, analysis);
    memcpy(digest.b, sha256.p, sizeof digest.b);
    rs->accel = true;
    rs->lasting = names_bytes(rq, sha256);
    rs->content_type = str_of(type);
    buf_add(&rs->body, STR("/_blobs/"));
    buf_add(&rs->body, blob_relative_path(rq->arena, digest));
    return rs->status = OK;
}

static enum db_result find(struct request *rq, struct schematic_products_row *products)
{
    const struct schematic_product_form *form = rq->form;
    const struct schematic_one_in asked = schematic_asked(rq);
    const struct schematic_products_in in = {.id = asked.id,
                                             .slug = asked.slug,
                                             .viewer = asked.viewer,
                                             .moderator = asked.moderator,
                                             .link = asked.link,
                                             .version = {form->version.set, (int32_t)form->version.v}};
    return schematic_products_one(rq->db, rq->arena, &in, products);
}

enum status schematic_thumb(struct request *rq, struct response *rs)
{
    struct schematic_products_row made;
    enum db_result result = find(rq, &made);
    return result == DB_OK ? send(rq, rs, made.analysis, made.thumb, "image/webp") : response_db(rs, result);
}

enum status schematic_top(struct request *rq, struct response *rs)
{
    struct schematic_products_row made;
    enum db_result result = find(rq, &made);
    return result == DB_OK ? send(rq, rs, made.analysis, made.top, "image/webp") : response_db(rs, result);
}

enum status schematic_sections(struct request *rq, struct response *rs)
{
    struct schematic_products_row made;
    enum db_result result = find(rq, &made);
    return result == DB_OK ? send(rq, rs, made.analysis, made.sections, "application/octet-stream") : response_db(rs, result);
}
