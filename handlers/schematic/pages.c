/* The room's pages: each shows what its handler made, in the site's frame. */
#include "handlers/schematic/access.h"
#include "handlers/schematic/handlers.h"
#include "handlers/site/pages.h"
#include "queries/schematic.h"
#include "templates/schematic.h"

/* A page without room left to show is better than none: where the database is away it shows nothing used. */
static const struct schematic_upload_row *room_left(struct request *rq, const struct schematic_upload_row *problem)
{
    struct schematic_upload_row *room = ARENA_NEW(rq->arena, struct schematic_upload_row);
    const struct schematic_usage_in whose = {.account = rq->viewer.account};
    struct schematic_usage_row usage = {0};
    if (problem)
        *room = *problem;
    if (schematic_usage_one(rq->db, rq->arena, &whose, &usage) != DB_OK)
        usage = (struct schematic_usage_row){0};
    room->builds = usage.builds;
    room->used = usage.used;
    room->quota = rq->config->storage_quota;
    room->upload_max = rq->config->upload_max;
    return room;
}

void schematic_list_page(struct request *rq, struct response *rs)
{
    template_schematic_list(&rs->body, page_frame(rq, rs), rs->rows, rs->next, rq->form_state);
}

void schematic_own_page(struct request *rq, struct response *rs)
{
    template_schematic_shelf(&rs->body, page_frame(rq, rs), rs->rows, rs->next, room_left(rq, NULL));
}

void schematic_show_page(struct request *rq, struct response *rs)
{
    template_schematic_detail(&rs->body, page_frame(rq, rs), rs->rows.at);
}

void schematic_upload_page(struct request *rq, struct response *rs)
{
    template_schematic_new(&rs->body, page_frame(rq, rs), rq->form_state, room_left(rq, rs->view));
}

/* Also shown again when the form that it holds was not right: the handler did not run then, so the build is read here. */
void schematic_edit_page(struct request *rq, struct response *rs)
{
    const struct schematic_one_row *build = rs->rows.at;
    struct schematic_one_row read;
    if (!build) {
        const struct schematic_one_in asked = schematic_asked(rq);
        if (schematic_one_one(rq->db, rq->arena, &asked, &read) != DB_OK || !read.may_edit) {
            page_problem(rq, rs);
            return;
        }
        build = &read;
    }
    template_schematic_edit(&rs->body, page_frame(rq, rs), build, rq->form_state);
}
