/* A build's pictures, for whom may see the build: the list, the files, and the page on which its owner looks after them. */
#include <inttypes.h>

#include "core/text.h"
#include "handlers/image/back.h"
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

static enum db_result find(struct request *rq, struct schematic_picture_one_row *picture)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_picture_one_in in = {
        .id = asked.id, .slug = asked.slug, .viewer = asked.viewer, .moderator = asked.moderator, .link = asked.link};
    return uuid_parse(rq->arguments[1], &in.picture) ? schematic_picture_one_one(rq->db, rq->arena, &in, picture) : DB_NONE;
}

/* The web server knows which widths there are, and which format the reader takes: it says the type. */
enum status picture_file(struct request *rq, struct response *rs)
{
    struct schematic_picture_one_row picture;
    int64_t width;
    enum db_result result = str_to_int64(rq->arguments[2], &width) && width > 0 ? find(rq, &picture) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->accel = true;
    rs->content_type = STR_NULL;
    buf_printf(&rs->body, "/_images/variant/" STR_FMT "/%" PRId64, STR_ARG(picture.name), width);
    return rs->status = OK;
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
    const struct image_back_row *back = image_back(rq, arena_printf(rq->arena, "/schematics/" STR_FMT "/pictures", STR_ARG(build->slug)));
    const struct schematic_pictures_page_row says = {.most = PICTURES_MAX,
                                                     .count = (int64_t)pictures.count,
                                                     .picture_max = rq->config->picture_max,
                                                     .problem = failed ? rs->detail : back->refused};
    template_schematic_pictures(&rs->body, page_frame(rq, rs), build, pictures, rq->form_state, &says, back,
                                form_value(rq->form_state, STR("key")));
}
