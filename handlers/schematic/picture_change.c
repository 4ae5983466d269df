/* Adding pictures to a build against the pool's receipts, putting them in order and taking them away. Builds hold no strangers' faces: whatever the
 * detectors took for one is shown (docs/images.md). */
#include "core/text.h"
#include "handlers/image/problem.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/picture.h"
#include "handlers/schematic/take.h"
#include "handlers/schematic/upload.h"

static struct image_context context(struct request *rq)
{
    return (struct image_context){.db = rq->db, .arena = rq->arena, .config = rq->config, .request_id = rq->id};
}

static enum status listed(struct request *rq, struct response *rs, enum status status, const char *toast)
{
    if (picture_list(rq, rs) != OK)
        return rs->status;
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/pictures", STR_ARG(rq->arguments[0]));
    rs->toast = str_of(toast);
    return rs->status = status;
}

/* Published with nothing obscured. */
static enum image_done bring(struct request *rq, struct uuid *image)
{
    const struct picture_new_form *form = rq->form;
    const struct image_context in = context(rq);
    enum image_done done = image_attach(&in, rq->viewer.account, form->receipt, image);
    if (done == IMAGE_DONE)
        done = image_boxes_set(&in, *image, STR("[]"), STR("mosaic"));
    return done == IMAGE_DONE ? image_publish(&in, *image) : done;
}

static enum status full(struct response *rs)
{
    response_problem(rs, CONFLICT, "pictures-full", _("This build has as many pictures as it may. Delete one, then try again."));
    response_problem_int64(rs, "most", PICTURES_MAX);
    return rs->status;
}

/* A refusal undoes what was done: the receipt can be used elsewhere. */
static enum status add(struct request *rq, struct response *rs, struct uuid build)
{
    const struct picture_new_form *form = rq->form;
    struct schematic_picture_insert_in row = {.id = uuid_new(), .build = build, .caption = form->caption.p ? form->caption : STR(""), .most = PICTURES_MAX};
    struct schematic_picture_insert_row added;
    struct schematic_usage_row usage;
    enum db_result result = schematic_usage_one(rq->db, rq->arena, &(struct schematic_usage_in){.account = rq->viewer.account}, &usage);
    if (result != DB_OK)
        return response_db(rs, result);
    const enum image_done done = bring(rq, &row.image);
    if (done != IMAGE_DONE)
        return image_problem(rs, done);
    result = schematic_picture_insert_one(rq->db, rq->arena, &row, &added);
    if (result != DB_OK)
        return result == DB_NONE ? full(rs) : response_db(rs, result);
    if (added.size > rq->config->storage_quota - usage.used)
        return upload_over_quota(rq, rs, usage.used);
    return listed(rq, rs, CREATED, _("The picture is added, and shown in a moment."));
}

/* Additions of one person take turns from here to the commit. The person first and then the build, as everywhere. */
static bool take_own(struct request *rq, struct response *rs, struct schematic_change_row *build)
{
    const struct schematic_lock_owner_in owner = {.account = rq->viewer.account};
    struct schematic_lock_owner_row locked;
    enum db_result result = schematic_lock_owner_one(rq->db, rq->arena, &owner, &locked);
    if (result != DB_OK) {
        response_db(rs, result);
        return false;
    }
    if (!schematic_take(rq, rs, build))
        return false;
    if (!build->mine)
        schematic_not_yours(rs);
    return build->mine;
}

/* Its owner's alone: the file counts against their quota, and they answer for it. */
enum status picture_add(struct request *rq, struct response *rs)
{
    struct schematic_change_row build;
    return take_own(rq, rs, &build) ? add(rq, rs, build.id) : rs->status;
}

static enum db_result change(struct request *rq, struct uuid build, struct uuid picture)
{
    const struct picture_edit_form *form = rq->form;
    const bool up = str_eq(form->move, STR("up")), down = str_eq(form->move, STR("down"));
    enum db_result result = DB_OK;
    if (form->has_caption) {
        const struct schematic_picture_caption_in caption = {.build = build, .id = picture, .caption = form->caption};
        result = schematic_picture_caption(rq->db, rq->arena, &caption);
    }
    if (result != DB_OK || !(up || down || form->position.set))
        return result;
    const struct schematic_picture_move_in move = {.build = build,
                                                   .id = picture,
                                                   .step = {up || down, down ? 1 : -1},
                                                   .place = {form->position.set, (int32_t)form->position.v}};
    return schematic_picture_move(rq->db, rq->arena, &move);
}

enum status picture_revise(struct request *rq, struct response *rs)
{
    struct schematic_change_row build;
    struct uuid picture;
    if (!schematic_take(rq, rs, &build))
        return rs->status;
    enum db_result result = uuid_parse(rq->arguments[1], &picture) ? change(rq, build.id, picture) : DB_NONE;
    return result == DB_OK ? listed(rq, rs, OK, _("Saved.")) : response_db(rs, result);
}

/* Out of reach at once; the rows' going has the files removed. */
static enum db_result forget(struct request *rq, struct uuid build, struct uuid picture)
{
    const struct image_context in = context(rq);
    const struct schematic_picture_image_in of = {.build = build, .id = picture};
    const struct schematic_picture_delete_in which = {.build = build, .id = picture};
    struct schematic_picture_image_row behind;
    enum db_result result = schematic_picture_image_one(rq->db, rq->arena, &of, &behind);
    if (result != DB_OK)
        return result;
    if (behind.image.set && image_delete(&in, behind.image.v) == IMAGE_FAILED)
        return DB_FAIL;
    return schematic_picture_delete(rq->db, rq->arena, &which);
}

enum status picture_remove(struct request *rq, struct response *rs)
{
    struct schematic_change_row build;
    struct uuid picture;
    if (!schematic_take(rq, rs, &build))
        return rs->status;
    enum db_result result = uuid_parse(rq->arguments[1], &picture) ? forget(rq, build.id, picture) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/pictures", STR_ARG(rq->arguments[0]));
    rs->toast = str_of(_("The picture is deleted."));
    return rs->status = OK;
}
