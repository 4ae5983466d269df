/* Changing a build and taking it away: for its owner and for moderators. */
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/said.h"
#include "handlers/schematic/take.h"
#include "schematic/release.h"
#include "social/activity.h"

/* A list sent empty takes all away, which is not the same as one that was not sent. */
static struct list list_of(bool sent, struct list list)
{
    if (!sent)
        return (struct list){NULL, 0};
    return list.at ? list : (struct list){"", 0};
}

/* The menu names releases: a build for a snapshot stays so when its release is sent back unchanged. */
static struct opt_int game_of(const struct schematic_edit_form *form, const struct schematic_change_row *build, struct opt_int said)
{
    bool same = said.set && build->game.set && str_eq(form->game, release_name(build->game.v));
    return same ? build->game : said;
}

static struct schematic_update_in changes_of(const struct schematic_edit_form *form, const struct schematic_change_row *build,
                                             struct opt_int game)
{
    return (struct schematic_update_in){.id = build->id,
                                        .title = form->has_title ? form->title : STR_NULL,
                                        .description = form->has_description ? form->description : STR_NULL,
                                        .tags = list_of(form->has_tags, form->tags),
                                        .visibility = form->has_visibility ? form->visibility : STR_NULL,
                                        .licence = form->has_licence ? form->licence : STR_NULL,
                                        .has_game = form->has_game,
                                        .game = game_of(form, build, game),
                                        .mods = list_of(form->has_mods, form->mods)};
}

/* What its owner makes public is published then, if not before: social_record knows. */
static enum db_result publish(struct request *rq, const struct schematic_change_row *build)
{
    const struct schematic_edit_form *form = rq->form;
    if (!form->has_visibility)
        return DB_OK;
    enum db_result result = social_record(rq->db, rq->arena, build->account, "published", "schematic", build->id);
    return result == DB_NONE ? DB_OK : result;
}

enum status schematic_revise(struct request *rq, struct response *rs)
{
    struct schematic_change_row change;
    const struct schematic_edit_form *form = rq->form;
    struct opt_int game;
    if (!said_right(rq, form->licence, form->game, form->mods, &game))
        return response_invalid(rs, rq);
    if (!schematic_take(rq, rs, &change))
        return rs->status;
    const struct schematic_update_in changes = changes_of(form, &change, game);
    const struct schematic_one_in asked = schematic_asked_by_id(rq, change.id);
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    enum db_result result = schematic_update(rq->db, rq->arena, &changes);
    if (result == DB_OK)
        result = publish(rq, &change);
    if (result == DB_OK)
        result = schematic_find(rq, &asked, build);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT, STR_ARG(build->slug));
    rs->toast = str_of(_("Saved."));
    return response_one(rs, OK, &Q_SCHEMATIC_ONE, build);
}

enum status schematic_remove(struct request *rq, struct response *rs)
{
    struct schematic_change_row change;
    if (!schematic_take(rq, rs, &change))
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
    return build->may_edit ? status : schematic_not_yours(rs);
}
