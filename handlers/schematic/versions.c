/* Versions of a build: further files of it. Links, counters and comments are the build's; its head shows the newest version that was
 * found clean. */
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/intake.h"
#include "handlers/schematic/resumable.h"
#include "handlers/schematic/take.h"
#include "handlers/schematic/versions.h"
#include "schematic/shelf/record.h"

enum { VERSIONS_SHOWN = 500 };

enum db_result schematic_versions_of(struct request *rq, const struct schematic_one_row *build, struct rows *out)
{
    const struct schematic_versions_in which = {.id = build->id, .all = build->may_edit, .limit = VERSIONS_SHOWN};
    return schematic_versions(rq->db, rq->arena, &which, out);
}

enum status schematic_versions_list(struct request *rq, struct response *rs)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    struct rows versions;
    enum db_result result = schematic_find(rq, &asked, build);
    if (result == DB_OK)
        result = schematic_versions_of(rq, build, &versions);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = build;
    return response_rows(rs, &Q_SCHEMATIC_VERSIONS, versions);
}

static struct str place_of(const struct request *rq)
{
    return arena_printf(rq->arena, "/schematics/" STR_FMT "/versions", STR_ARG(rq->arguments[0]));
}

static enum status answer(struct request *rq, struct response *rs, struct uuid id, enum status status, const char *toast)
{
    const struct schematic_one_in asked = schematic_asked_by_id(rq, id);
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    enum db_result result = schematic_find(rq, &asked, build);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = place_of(rq);
    rs->toast = str_of(toast);
    return response_one(rs, status, &Q_SCHEMATIC_ONE, build);
}

static enum db_result insert(struct request *rq, struct uuid id, struct str file_name, const struct received *file,
                             struct schematic_version_insert_row *made)
{
    const struct schematic_version_form *form = rq->form;
    struct schematic_version_insert_in row = record_version_row(rq->arena, &file->study.facts, &file->sha256, file->size);
    row.id = id;
    row.review = schematic_review_rule(rq->config);
    row.name = form->name.p ? form->name : row.name;
    row.changes = form->changes.p ? form->changes : row.changes;
    row.file_name = file_name.p ? file_name : STR("");
    return schematic_version_insert_one(rq->db, rq->arena, &row, made);
}

/* A look that holds nothing: nobody waits for the build while a file is read. */
static enum status check_own(struct request *rq, struct response *rs)
{
    struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_one_row build;
    asked.link.set = false;
    enum db_result result = schematic_find(rq, &asked, &build);
    if (result != DB_OK)
        return response_db(rs, result);
    return build.mine ? OK : schematic_not_yours(rs);
}

/* Its owner's alone: the file counts against their quota, and they answer for it. The person is held first and then the build, as
 * everywhere. */
enum status schematic_version_add(struct request *rq, struct response *rs)
{
    const struct schematic_version_form *form = rq->form;
    struct schematic_change_row build;
    struct schematic_version_insert_row made;
    struct form_file sent;
    struct received file;
    enum status status = check_own(rq, rs);
    if (status == OK)
        status = resumable_sent(rq, rs, &form->file, form->upload, &sent);
    if (status == OK)
        status = intake_take(rq, rs, &sent, &file);
    if (status != OK || !schematic_take(rq, rs, &build))
        return rs->status;
    enum db_result result = record_file(rq->db, rq->arena, &file.study, &file.sha256, rq->id);
    if (result == DB_OK)
        result = insert(rq, build.id, sent.name, &file, &made);
    if (result != DB_OK)
        return response_db(rs, result);
    bool waits = str_eq(made.review, STR("waiting"));
    return answer(rq, rs, build.id, CREATED, waits ? _("The new version is here. It is shown once a moderator has approved it.")
                                                   : _("The new version is here. It is shown as soon as it is found clean."));
}

enum status schematic_version_revise(struct request *rq, struct response *rs)
{
    const struct schematic_version_edit_form *form = rq->form;
    struct schematic_change_row build;
    if (!schematic_take(rq, rs, &build))
        return rs->status;
    const struct schematic_version_update_in change = {.id = build.id,
                                                       .number = (int32_t)form->number.v,
                                                       .name = form->has_name ? form->name : STR_NULL,
                                                       .changes = form->has_changes ? form->changes : STR_NULL};
    enum db_result result = schematic_version_update(rq->db, rq->arena, &change);
    return result == DB_OK ? answer(rq, rs, build.id, OK, _("Saved.")) : response_db(rs, result);
}

static enum status not_removed(struct request *rq, struct response *rs, struct uuid id, int32_t number)
{
    struct rows versions;
    const struct schematic_versions_in which = {.id = id, .all = true, .limit = VERSIONS_SHOWN};
    enum db_result result = schematic_versions(rq->db, rq->arena, &which, &versions);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct schematic_versions_row *version = versions.at;
    for (size_t i = 0; i < versions.count; i++)
        if (version[i].number == number)
            return response_problem(rs, CONFLICT, "last-version",
                                    _("This is the only version that can be shown. Delete the build itself, or add another version first."));
    return response_db(rs, DB_NONE);
}

enum status schematic_version_remove(struct request *rq, struct response *rs)
{
    const struct schematic_version_number_form *form = rq->form;
    struct schematic_change_row build;
    if (!schematic_take(rq, rs, &build))
        return rs->status;
    const struct schematic_version_delete_in which = {.id = build.id, .number = (int32_t)form->number.v};
    struct schematic_show_best_row shown;
    enum db_result result = schematic_version_delete(rq->db, rq->arena, &which);
    if (result == DB_NONE)
        return not_removed(rq, rs, build.id, which.number);
    if (result == DB_OK)
        result = schematic_show_best_one(rq->db, rq->arena, &(struct schematic_show_best_in){.id = build.id}, &shown);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = place_of(rq);
    rs->toast = str_of(_("The version is deleted."));
    return rs->status = OK;
}
