/* The room's pages: each shows what its handler made, in the site's frame. */
#include "handlers/schematic/access.h"
#include "handlers/schematic/contents.h"
#include "handlers/schematic/convert_download.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/licence.h"
#include "handlers/schematic/picture.h"
#include "handlers/schematic/upload_page.h"
#include "handlers/schematic/versions.h"
#include "handlers/site/pages.h"
#include "handlers/social/panel.h"
#include "queries/schematic.h"
#include "templates/schematic.h"

void schematic_own_page(struct request *rq, struct response *rs)
{
    template_schematic_shelf(&rs->body, page_frame(rq, rs), rs->rows, rs->next, upload_room(rq, NULL));
}

static struct rows pictures_of(struct request *rq, const struct schematic_one_row *build)
{
    struct rows pictures = {0};
    return picture_rows(rq, build, &pictures) == DB_OK ? pictures : (struct rows){0};
}

void schematic_show_page(struct request *rq, struct response *rs)
{
    const struct schematic_one_row *build = rs->rows.at;
    struct rows versions = {0};
    if (schematic_versions_of(rq, build, &versions) != DB_OK)
        versions = (struct rows){0};
    const struct page_row *page = str_eq(build->visibility, STR("public")) ? page_frame_described(rq, rs) : page_frame(rq, rs);
    template_schematic_detail(&rs->body, page, build, contents_inside(rq, build), versions, pictures_of(rq, build),
                              conversions_beside(rq, build), form_value(rq->form_state, STR("key")), social_panel(rq, "schematic", build->id));
}

/* The build of the address, for whom may change it; NULL: the problem page was shown instead. */
static const struct schematic_one_row *build_again(struct request *rq, struct response *rs)
{
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    const struct schematic_one_in asked = schematic_asked(rq);
    if (schematic_find(rq, &asked, build) == DB_OK && build->may_edit)
        return build;
    page_problem(rq, rs);
    return NULL;
}

/* Shown again when an upload or a change of a version was not right: the handler that lists them did not run then. */
void schematic_versions_page(struct request *rq, struct response *rs)
{
    const bool listed = rs->contract == &Q_SCHEMATIC_VERSIONS;
    const struct schematic_one_row *build = listed ? rs->view : build_again(rq, rs);
    struct rows versions = rs->rows;
    if (!build)
        return;
    if (!listed && schematic_versions_of(rq, build, &versions) != DB_OK)
        versions = (struct rows){0};
    template_schematic_versions(&rs->body, page_frame(rq, rs), build, versions, rq->form_state,
                                upload_room(rq, listed ? NULL : rs->view), listed ? STR_NULL : rs->detail);
}

/* Also shown again when the form that it holds was not right: the handler did not run then, so the build is read here. */
void schematic_edit_page(struct request *rq, struct response *rs)
{
    const struct schematic_one_row *build = rs->rows.at ? rs->rows.at : build_again(rq, rs);
    if (!build)
        return;
    struct list licences = licence_choices(rq->arena, build->licence), games = upload_releases(rq->arena);
    template_schematic_edit(&rs->body, page_frame(rq, rs), build, rq->form_state, (struct rows){licences.at, licences.count},
                            (struct rows){games.at, games.count});
}
