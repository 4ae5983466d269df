/* A new build: the file is read and checked first, then the rows, then the file's place, all before the commit. */
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/receive.h"
#include "handlers/schematic/title.h"
#include "handlers/schematic/upload.h"
#include "queries/site.h"
#include "schematic/shelf/record.h"

struct upload {
    struct request *rq;
    struct response *rs;
    const struct schematic_upload_form *form;
    struct received file;
    struct uuid id;
    struct str title;
};

/* Uploads of one person take turns from here to the commit. */
static enum status check_owner(struct upload *upload)
{
    struct request *rq = upload->rq;
    const struct schematic_lock_owner_in owner = {.account = rq->viewer.account};
    const struct schematic_usage_in whose = {.account = rq->viewer.account};
    struct schematic_lock_owner_row locked;
    struct schematic_usage_row usage;
    enum db_result result = schematic_lock_owner_one(rq->db, rq->arena, &owner, &locked);
    if (result == DB_OK)
        result = schematic_usage_one(rq->db, rq->arena, &whose, &usage);
    if (result != DB_OK)
        return response_db(upload->rs, result);
    if (upload->file.size > rq->config->storage_quota - usage.used)
        return upload_over_quota(rq, upload->rs, usage.used);
    return OK;
}

/* Shows an existing build only to whom may see it anyway: that others keep the same bytes in private stays unsaid. */
static enum status check_duplicate(struct upload *upload)
{
    struct request *rq = upload->rq;
    const struct schematic_same_in bytes = {.sha256 = sha256_bytes(&upload->file.sha256), .account = rq->viewer.account};
    struct schematic_same_row same;
    enum db_result result = schematic_same_one(rq->db, rq->arena, &bytes, &same);
    if (result == DB_OK)
        return upload_duplicate(rq, upload->rs, &same);
    return result == DB_NONE ? OK : response_db(upload->rs, result);
}

/* The blob's row is held before its file is placed, so that no sweep comes between (store/blob.h). */
static enum status keep_blob(struct upload *upload)
{
    struct request *rq = upload->rq;
    const struct blob_keep_in blob = {.sha256 = sha256_bytes(&upload->file.sha256), .size = upload->file.size};
    struct blob_keep_row known;
    enum db_result result = blob_keep_one(rq->db, rq->arena, &blob, &known);
    if (result != DB_OK)
        return response_db(upload->rs, result);
    if (str_eq(known.scan, STR("infected")))
        return upload_refused(rq, upload->rs, STR("infected"), 0,
                              str_of(_("A scan found something harmful in this file before.")));
    bool existed;
    switch (blob_write_keep(upload->file.writer, &upload->file.sha256, &upload->file.size, &existed)) {
    case BLOB_OK:
        return OK;
    case BLOB_FULL:
        return upload_disk_full(rq, upload->rs);
    case BLOB_NONE:
    case BLOB_FAIL:
        break;
    }
    return response_problem(upload->rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be saved."));
}

static enum db_result insert(struct upload *upload)
{
    struct request *rq = upload->rq;
    const struct schematic_upload_form *form = upload->form;
    struct schematic_insert_in row = record_row(rq->arena, &upload->file.facts, &upload->file.sha256, upload->file.size);
    row.id = upload->id;
    row.account = rq->viewer.account;
    row.title = upload->title;
    row.description = form->description.p ? form->description : STR("");
    row.tags = form->tags.at ? form->tags : (struct list){"", 0};
    row.visibility = form->visibility;
    row.file_name = form->file.name.p ? form->file.name : STR("");
    return record_insert(rq->db, rq->arena, &row);
}

static enum status record(struct upload *upload)
{
    struct request *rq = upload->rq;
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    const struct schematic_one_in asked = schematic_asked_by_id(rq, upload->id);
    enum db_result result = insert(upload);
    if (result == DB_OK)
        result = record_scan(rq->db, rq->arena, &upload->file.sha256, rq->id);
    if (result == DB_OK)
        result = schematic_one_one(rq->db, rq->arena, &asked, build);
    if (result != DB_OK)
        return response_db(upload->rs, result);
    upload->rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT, STR_ARG(build->slug));
    upload->rs->toast = str_of(_("Your build is here. It is being scanned now."));
    return response_one(upload->rs, CREATED, &Q_SCHEMATIC_ONE, build);
}

static enum status receive(struct upload *upload)
{
    const struct schematic_refusal *refusal = &upload->file.refusal;
    switch (schematic_receive(upload->rq, &upload->form->file, &upload->file)) {
    case RECEIVE_OK:
        return OK;
    case RECEIVE_REFUSED:
        return upload_refused(upload->rq, upload->rs, str_of(refusal->reason), refusal->offset,
                              arena_str(upload->rq->arena, str_of(refusal->detail)));
    case RECEIVE_FULL:
        return upload_disk_full(upload->rq, upload->rs);
    case RECEIVE_BUSY:
        return upload_busy(upload->rs);
    case RECEIVE_FAILED:
        break;
    }
    return response_problem(upload->rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be read."));
}

enum status schematic_create(struct request *rq, struct response *rs)
{
    struct upload upload = {.rq = rq, .rs = rs, .form = rq->form, .id = uuid_new()};
    upload.title =
        upload.form->title.n > 0 ? upload.form->title : title_from_file_name(rq->arena, upload.form->file.name);
    if (!upload.title.p)
        upload.title = str_of(_("Build without a name"));
    enum status status = receive(&upload);
    if (status == OK)
        status = check_owner(&upload);
    if (status == OK)
        status = check_duplicate(&upload);
    if (status == OK)
        status = keep_blob(&upload);
    return status == OK ? record(&upload) : status;
}
