/* A new build: the file is read and checked first, then the rows, then the file's place, all before the commit. */
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/intake.h"
#include "handlers/schematic/resumable.h"
#include "handlers/schematic/said.h"
#include "handlers/schematic/take.h"
#include "handlers/schematic/title.h"
#include "schematic/shelf/record.h"

struct upload {
    struct request *rq;
    struct response *rs;
    const struct schematic_upload_form *form;
    struct form_file sent;
    struct received file;
    struct uuid id;
    struct str title;
    struct opt_int game;
};

static enum db_result insert(struct upload *upload)
{
    struct request *rq = upload->rq;
    const struct schematic_upload_form *form = upload->form;
    struct schematic_insert_in row = record_row(rq->arena, &upload->file.study.facts, &upload->file.sha256, upload->file.size);
    row.id = upload->id;
    row.account = rq->viewer.account;
    row.title = upload->title;
    row.description = form->description.p ? form->description : STR("");
    row.tags = form->tags.at ? form->tags : (struct list){"", 0};
    row.visibility = form->visibility;
    row.review = schematic_review_rule(rq->config);
    row.licence = form->licence.n > 0 ? form->licence : STR_NULL;
    row.game = upload->game;
    row.mods = form->mods.count > 0 ? form->mods : (struct list){NULL, 0};
    row.file_name = upload->sent.name.p ? upload->sent.name : STR("");
    return record_insert(rq->db, rq->arena, &row);
}

static enum status record(struct upload *upload)
{
    struct request *rq = upload->rq;
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    const struct schematic_one_in asked = schematic_asked_by_id(rq, upload->id);
    enum db_result result = record_file(rq->db, rq->arena, &upload->file.study, &upload->file.sha256, rq->id);
    if (result == DB_OK)
        result = insert(upload);
    if (result == DB_OK)
        result = schematic_find(rq, &asked, build);
    if (result != DB_OK)
        return response_db(upload->rs, result);
    upload->rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT, STR_ARG(build->slug));
    upload->rs->toast = str_of(_("Your build is here. It is being scanned now."));
    return response_one(upload->rs, CREATED, &Q_SCHEMATIC_ONE, build);
}

static struct str title_of(const struct upload *upload)
{
    struct str title = upload->form->title;
    if (title.n == 0)
        title = title_from_file_name(upload->rq->arena, upload->sent.name);
    return title.p ? title : str_of(_("Build without a name"));
}

enum status schematic_create(struct request *rq, struct response *rs)
{
    struct upload upload = {.rq = rq, .rs = rs, .form = rq->form, .id = uuid_new()};
    if (!said_right(rq, upload.form->licence, upload.form->game, upload.form->mods, &upload.game))
        return response_invalid(rs, rq);
    enum status status = resumable_sent(rq, rs, &upload.form->file, upload.form->upload, &upload.sent);
    if (status != OK)
        return status;
    upload.title = title_of(&upload);
    status = intake_take(rq, rs, &upload.sent, &upload.file);
    return status == OK ? record(&upload) : status;
}
