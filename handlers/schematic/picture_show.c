/* A build's pictures, for whom may see the build: the list, the files, and the page on which its owner looks after them. */
#include <string.h>

#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/picture.h"
#include "handlers/site/pages.h"
#include "templates/schematic.h"

enum db_result picture_rows(struct request *rq, const struct schematic_one_row *build, struct rows *out)
{
    const struct schematic_pictures_in which = {.build = build->id, .all = build->may_edit};
    return schematic_pictures(rq->db, rq->arena, &which, out);
}

enum status picture_list(struct request *rq, struct response *rs)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    struct rows pictures;
    enum db_result result = schematic_find(rq, &asked, build);
    if (result == DB_OK)
        result = picture_rows(rq, build, &pictures);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = build;
    return response_rows(rs, &Q_SCHEMATIC_PICTURES, pictures);
}

/* "ID.webp", or the id alone. */
static bool picture_of(const struct request *rq, struct uuid *id)
{
    struct str name = rq->arguments[1];
    if (str_ends_with(name, STR(".webp")))
        name.n -= sizeof ".webp" - 1;
    return uuid_parse(name, id);
}

static enum db_result find(struct request *rq, struct schematic_picture_one_row *picture)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_picture_one_in in = {
        .id = asked.id, .slug = asked.slug, .viewer = asked.viewer, .moderator = asked.moderator, .link = asked.link};
    return picture_of(rq, &in.picture) ? schematic_picture_one_one(rq->db, rq->arena, &in, picture) : DB_NONE;
}

/* The bytes behind an id never change. */
static enum status send(struct request *rq, struct response *rs, struct str sha256)
{
    struct sha256_digest digest;
    memcpy(digest.b, sha256.p, sizeof digest.b);
    rs->accel = true;
    rs->lasting = true;
    rs->content_type = STR("image/webp");
    buf_add(&rs->body, STR("/_blobs/"));
    buf_add(&rs->body, blob_relative_path(rq->arena, digest));
    return rs->status = OK;
}

enum status picture_large(struct request *rq, struct response *rs)
{
    struct schematic_picture_one_row picture;
    enum db_result result = find(rq, &picture);
    return result == DB_OK ? send(rq, rs, picture.sha256) : response_db(rs, result);
}

enum status picture_small(struct request *rq, struct response *rs)
{
    struct schematic_picture_one_row picture;
    enum db_result result = find(rq, &picture);
    return result == DB_OK ? send(rq, rs, picture.small) : response_db(rs, result);
}

/* Shown again when what was sent was not right: nothing was listed then. */
void picture_page(struct request *rq, struct response *rs)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    const bool failed = rs->status >= BAD_REQUEST;
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    struct rows pictures = {0};
    if (schematic_find(rq, &asked, build) != DB_OK || picture_rows(rq, build, &pictures) != DB_OK || (failed && !build->may_edit)) {
        page_problem(rq, rs);
        return;
    }
    const struct schematic_pictures_page_row says = {.most = PICTURES_MAX,
                                                     .count = (int64_t)pictures.count,
                                                     .picture_max = rq->config->picture_max,
                                                     .problem = failed ? rs->detail : STR_NULL};
    template_schematic_pictures(&rs->body, page_frame(rq, rs), build, pictures, rq->form_state, &says,
                                form_value(rq->form_state, STR("key")));
}
