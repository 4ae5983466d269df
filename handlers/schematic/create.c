/* A new build: the file is read and checked first, then the rows, then the file's place, all before the commit. */
#include "handlers/schematic/create.h"

#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/intake.h"
#include "handlers/schematic/link.h"
#include "handlers/schematic/resumable.h"
#include "handlers/schematic/said.h"
#include "handlers/schematic/take.h"
#include "handlers/schematic/title.h"
#include "schematic/shelf/record.h"

struct upload {
    struct request *rq;
    struct response *rs;
    const struct said_of_build *said;
    const struct form_file *sent;
    struct received file;
    struct uuid id;
    struct str title;
};

bool create_said(struct request *rq, const struct schematic_upload_form *form, struct said_of_build *out)
{
    *out = (struct said_of_build){.form = form};
    bool right = said_right(rq, form->licence, form->game, form->mods, &out->game);
    if (form->share.n == 0 || link_duration(form->share, &out->share_seconds))
        return right;
    form_fail(rq->arena, rq->form_state, "share", "wrong", _("Say it as 6h or 7d: from an hour to thirty days."));
    return false;
}

static enum db_result insert(struct upload *upload)
{
    struct request *rq = upload->rq;
    const struct schematic_upload_form *form = upload->said->form;
    struct schematic_insert_in row = record_row(rq->arena, &upload->file.study.facts, &upload->file.sha256, upload->file.size);
    row.id = upload->id;
    row.review = schematic_review_rule(rq->config);
    row.account = rq->viewer.account;
    row.title = upload->title;
    row.description = form->description.p ? form->description : STR("");
    row.tags = form->tags.at ? form->tags : (struct list){"", 0};
    row.visibility = upload->said->share_seconds > 0 ? STR("private") : form->visibility;
    row.licence = form->licence.n > 0 ? form->licence : STR_NULL;
    row.game = upload->said->game;
    row.mods = form->mods.count > 0 ? form->mods : (struct list){NULL, 0};
    row.file_name = upload->sent->name.p ? upload->sent->name : STR("");
    return record_insert(rq->db, rq->arena, &row);
}

static enum db_result share(const struct upload *upload)
{
    const struct schematic_link_insert_in link = {.id = uuid_new(), .build = upload->id, .seconds = upload->said->share_seconds};
    return link.seconds > 0 ? schematic_link_insert(upload->rq->db, upload->rq->arena, &link) : DB_OK;
}

/* What the file is made of goes first: the build's row takes a copy of it. The answer comes last. */
static enum status record(struct upload *upload, struct schematic_one_row *build)
{
    struct request *rq = upload->rq;
    const struct schematic_one_in asked = schematic_asked_by_id(rq, upload->id);
    enum db_result result = record_file(rq->db, rq->arena, &upload->file.study, &upload->file.sha256, rq->id);
    if (result == DB_OK)
        result = insert(upload);
    if (result == DB_OK)
        result = share(upload);
    if (result == DB_OK)
        result = schematic_find(rq, &asked, build);
    return result == DB_OK ? OK : response_db(upload->rs, result);
}

static struct str title_of(const struct upload *upload)
{
    struct str title = upload->said->form->title;
    if (title.n == 0)
        title = title_from_file_name(upload->rq->arena, upload->sent->name);
    return title.p ? title : str_of(_("Build without a name"));
}

enum status create_build(struct request *rq, struct response *rs, const struct said_of_build *said, const struct form_file *sent,
                         struct schematic_one_row *build)
{
    struct upload upload = {.rq = rq, .rs = rs, .said = said, .sent = sent, .id = uuid_new()};
    upload.title = title_of(&upload);
    enum status status = intake_take(rq, rs, sent, &upload.file);
    return status == OK ? record(&upload, build) : status;
}

enum status schematic_create(struct request *rq, struct response *rs)
{
    const struct schematic_upload_form *form = rq->form;
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    struct said_of_build said;
    struct form_file sent;
    if (!create_said(rq, form, &said))
        return response_invalid(rs, rq);
    enum status status = resumable_sent(rq, rs, &form->file, form->upload, &sent);
    if (status == OK)
        status = create_build(rq, rs, &said, &sent, build);
    if (status != OK)
        return status;
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "%s", STR_ARG(build->slug), rq->page && said.share_seconds > 0 ? "/links" : "");
    rs->toast = said.share_seconds > 0 ? str_of(_("The link is made. It opens the build as soon as it is found clean."))
                                       : str_of(_("Your build is here. It is being scanned now."));
    return response_one(rs, CREATED, &Q_SCHEMATIC_ONE, build);
}
