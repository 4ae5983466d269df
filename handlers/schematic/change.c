/* Changing a build and taking it away: for its owner and for moderators. */
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"

static enum status not_yours(struct response *rs)
{
    return response_problem(rs, FORBIDDEN, NULL, _("Only its owner can change this build."));
}

/* The build, locked, when the viewer may change it; otherwise rs tells why not. */
static bool take(struct request *rq, struct response *rs, struct schematic_change_row *build)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    const struct schematic_change_in in = {
        .id = asked.id, .slug = asked.slug, .viewer = rq->viewer.account, .moderator = asked.moderator};
    enum db_result result = schematic_change_one(rq->db, rq->arena, &in, build);
    if (result != DB_OK) {
        response_db(rs, result);
    } else if (!build->may_edit) {
        not_yours(rs);
    } else {
        return true;
    }
    return false;
}

/* Tags sent empty take all away, which is not the same as tags that were not sent. */
static struct list tags_of(const struct schematic_edit_form *form)
{
    if (!form->has_tags)
        return (struct list){NULL, 0};
    return form->tags.at ? form->tags : (struct list){"", 0};
}

static struct schematic_update_in changes_of(const struct schematic_edit_form *form, struct uuid id)
{
    return (struct schematic_update_in){.id = id,
                                        .title = form->has_title ? form->title : STR_NULL,
                                        .description = form->has_description ? form->description : STR_NULL,
                                        .tags = tags_of(form),
                                        .visibility = form->has_visibility ? form->visibility : STR_NULL};
}

enum status schematic_revise(struct request *rq, struct response *rs)
{
    struct schematic_change_row change;
    if (!take(rq, rs, &change))
        return rs->status;
    const struct schematic_update_in changes = changes_of(rq->form, change.id);
    const struct schematic_one_in asked = schematic_asked_by_id(rq, change.id);
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    enum db_result result = schematic_update(rq->db, rq->arena, &changes);
    if (result == DB_OK)
        result = schematic_one_one(rq->db, rq->arena, &asked, build);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT, STR_ARG(build->slug));
    rs->toast = str_of(_("Saved."));
    return response_one(rs, OK, &Q_SCHEMATIC_ONE, build);
}

enum status schematic_remove(struct request *rq, struct response *rs)
{
    struct schematic_change_row change;
    if (!take(rq, rs, &change))
        return rs->status;
    const struct schematic_delete_in which = {.id = change.id};
    enum db_result result = schematic_delete(rq->db, rq->arena, &which);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/schematics/mine");
    rs->toast = str_of(_("The build is deleted."));
    return rs->status = OK;
}

enum status schematic_edit(struct request *rq, struct response *rs)
{
    enum status status = schematic_show(rq, rs);
    if (status != OK)
        return status;
    const struct schematic_one_row *build = rs->rows.at;
    return build->may_edit ? status : not_yours(rs);
}
