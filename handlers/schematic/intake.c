#include "handlers/schematic/intake.h"

#include "core/text.h"
#include "handlers/schematic/upload.h"
#include "queries/site.h"

struct intake {
    struct request *rq;
    struct response *rs;
    struct received *file;
};

/* Uploads of one person take turns from here to the commit. */
static enum status check_owner(const struct intake *intake)
{
    struct request *rq = intake->rq;
    const struct schematic_lock_owner_in owner = {.account = rq->viewer.account};
    const struct schematic_usage_in whose = {.account = rq->viewer.account};
    struct schematic_lock_owner_row locked;
    struct schematic_usage_row usage;
    enum db_result result = schematic_lock_owner_one(rq->db, rq->arena, &owner, &locked);
    if (result == DB_OK)
        result = schematic_usage_one(rq->db, rq->arena, &whose, &usage);
    if (result != DB_OK)
        return response_db(intake->rs, result);
    if (intake->file->size > rq->config->storage_quota - usage.used)
        return upload_over_quota(rq, intake->rs, usage.used);
    return OK;
}

/* Shows an existing build only to whom may see it anyway: that others keep the same bytes in private stays unsaid. */
static enum status check_duplicate(const struct intake *intake)
{
    struct request *rq = intake->rq;
    const struct schematic_same_in bytes = {.sha256 = sha256_bytes(&intake->file->sha256), .account = rq->viewer.account};
    struct schematic_same_row same;
    enum db_result result = schematic_same_one(rq->db, rq->arena, &bytes, &same);
    if (result == DB_OK)
        return upload_duplicate(rq, intake->rs, &same);
    return result == DB_NONE ? OK : response_db(intake->rs, result);
}

/* The blob's row is held before its file is placed, so that no sweep comes between (store/blob.h). */
static enum status keep_blob(const struct intake *intake)
{
    struct request *rq = intake->rq;
    struct received *file = intake->file;
    const struct blob_keep_in blob = {.sha256 = sha256_bytes(&file->sha256), .size = file->size};
    struct blob_keep_row known;
    enum db_result result = blob_keep_one(rq->db, rq->arena, &blob, &known);
    if (result != DB_OK)
        return response_db(intake->rs, result);
    if (str_eq(known.scan, STR("infected")))
        return upload_refused(rq, intake->rs, STR("infected"), 0,
                              str_of(_("A scan found something harmful in this file before.")));
    bool existed;
    switch (blob_write_keep(file->writer, &file->sha256, &file->size, &existed)) {
    case BLOB_OK:
        return OK;
    case BLOB_FULL:
        return upload_disk_full(rq, intake->rs);
    case BLOB_NONE:
    case BLOB_FAIL:
        break;
    }
    return response_problem(intake->rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be saved."));
}

static enum status receive(const struct intake *intake, const struct form_file *sent)
{
    struct request *rq = intake->rq;
    const struct schematic_refusal *refusal = &intake->file->refusal;
    switch (schematic_receive(rq, sent, intake->file)) {
    case RECEIVE_OK:
        return OK;
    case RECEIVE_REFUSED:
        return upload_refused(rq, intake->rs, str_of(refusal->reason), refusal->offset,
                              arena_str(rq->arena, str_of(refusal->detail)));
    case RECEIVE_FULL:
        return upload_disk_full(rq, intake->rs);
    case RECEIVE_BUSY:
        return upload_busy(intake->rs);
    case RECEIVE_FAILED:
        break;
    }
    return response_problem(intake->rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be read."));
}

enum status intake_look(struct request *rq, struct response *rs, const struct form_file *sent, struct received *out)
{
    const struct intake intake = {rq, rs, out};
    enum status status = receive(&intake, sent);
    return status == OK ? check_duplicate(&intake) : status;
}

enum status intake_take(struct request *rq, struct response *rs, const struct form_file *sent, struct received *out)
{
    const struct intake intake = {rq, rs, out};
    enum status status = receive(&intake, sent);
    if (status == OK)
        status = check_owner(&intake);
    if (status == OK)
        status = check_duplicate(&intake);
    return status == OK ? keep_blob(&intake) : status;
}
