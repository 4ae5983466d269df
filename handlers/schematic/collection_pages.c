/* The pages of collections. */
#include <assert.h>

#include "handlers/schematic/access.h"
#include "handlers/schematic/collection.h"
#include "handlers/schematic/forms.h"
#include "handlers/site/pages.h"
#include "queries/schematic.h"
#include "templates/schematic.h"
#include "web/cursor.h"

/* The page shows rows of either; tests/unit/schematic/test_list.c compares their columns one by one. */
static_assert(sizeof(struct schematic_page_row) == sizeof(struct schematic_collection_builds_row), "the same columns");

void collection_list_page(struct request *rq, struct response *rs)
{
    template_schematic_collections(&rs->body, page_frame(rq, rs), rs->rows, rs->next, rq->form_state);
}

/* The build that a reader came from, when there is one that they may see. */
static void name_build(struct request *rq, struct str wanted, struct schematic_collection_forms_row *forms)
{
    struct schematic_one_row build;
    struct uuid none = {0};
    struct schematic_one_in asked = schematic_asked_by_id(rq, none);
    asked.id.set = uuid_parse(wanted, &asked.id.v);
    asked.slug = wanted;
    if (wanted.n == 0 || schematic_one_one(rq->db, rq->arena, &asked, &build) != DB_OK)
        return;
    forms->build_slug = build.slug;
    forms->build_title = build.title;
}

/* Also shown when the form for a new one was not right: the handler did not list anything then. */
void collection_mine_page(struct request *rq, struct response *rs)
{
    struct schematic_collection_forms_row forms = {.problem = rs->status >= BAD_REQUEST && rs->status != UNPROCESSABLE_CONTENT ? rs->detail : STR_NULL};
    struct str build = form_value(rq->form_state, STR("build"));
    struct rows rows = rs->rows;
    name_build(rq, build, &forms);
    if (rq->method != GET) {
        struct schematic_collection_mine_in in = {.account = rq->viewer.account, .slug = build};
        in.build.set = uuid_parse(build, &in.build.v);
        if (schematic_collection_mine(rq->db, rq->arena, &in, &rows) != DB_OK)
            rows = (struct rows){NULL, 0};
    }
    template_schematic_collections_mine(&rs->body, page_frame(rq, rs), rows, &forms, rq->form_state);
}

/* A page without the builds is better than none. */
static struct rows builds_of(struct request *rq, const struct schematic_collection_one_row *collection, struct str *next)
{
    struct opt_uuid before = {0};
    struct str sent = form_value(rq->form_state, STR("before"));
    before.set = sent.n > 0 && cursor_decode(rq->arena, sent, &before.v);
    const struct schematic_collection_builds_in in = {.collection = collection->id,
                                                      .viewer = {rq->viewer.signed_in, rq->viewer.account},
                                                      .moderator = request_may(rq, SCHEMATIC_MODERATE),
                                                      .before = before,
                                                      .limit = SCHEMATIC_PAGE_LIMIT + 1};
    struct rows rows;
    if (schematic_collection_builds(rq->db, rq->arena, &in, &rows) != DB_OK)
        return (struct rows){NULL, 0};
    if (rows.count > SCHEMATIC_PAGE_LIMIT) {
        const struct schematic_collection_builds_row *build = rows.at;
        rows.count = SCHEMATIC_PAGE_LIMIT;
        *next = cursor_encode(rq->arena, build[SCHEMATIC_PAGE_LIMIT - 1].id);
    }
    return rows;
}

/* Where the collection is shared, it is seen as its newest build. */
static struct str picture_of(struct request *rq, const struct schematic_collection_one_row *collection)
{
    const struct str *covers = collection->covers.at;
    if (collection->covers.count == 0)
        return STR_NULL;
    return arena_printf(rq->arena, STR_FMT STR_FMT, STR_ARG(rq->config->site_url), STR_ARG(covers[0]));
}

/* Also shown when a change was not right: the collection is read again then. */
void collection_show_page(struct request *rq, struct response *rs)
{
    struct str next = STR_NULL;
    if (rs->rows.at == NULL) {
        enum status failed = rs->status;
        if (collection_show(rq, rs) != OK) {
            page_problem(rq, rs);
            return;
        }
        rs->status = failed;
    }
    const struct schematic_collection_one_row *collection = rs->rows.at;
    struct rows builds = builds_of(rq, collection, &next);
    struct str site = rq->config->site_url;
    struct str url = arena_printf(rq->arena, STR_FMT "/schematics/collections/" STR_FMT, STR_ARG(site), STR_ARG(collection->slug));
    const struct page_row *page = str_eq(collection->visibility, STR("public")) ? page_frame_described(rq, rs) : page_frame(rq, rs);
    template_schematic_collection(&rs->body, page, collection, builds, next, rq->form_state, url, picture_of(rq, collection));
}
