/* Files that come in pieces. The row tells how much of a file counts, and moves on after the bytes are on the disk: who dies in between
 * leaves bytes that the next piece overwrites. */
#include "handlers/schematic/resumable.h"

#include <unistd.h>

#include "core/text.h"
#include "core/utf8.h"
#include "handlers/schematic/checksum.h"
#include "handlers/schematic/resumable_steps.h"
#include "handlers/schematic/upload.h"
#include "queries/site.h"
#include "store/queue.h"
#include "web/multipart_header.h"

enum { METADATA_MAX = 4096 };

static const struct str tus_version = {"1.0.0", sizeof "1.0.0" - 1};

void upload_offers(const struct config *config, struct response *rs)
{
    response_header(rs, STR("Tus-Resumable"), tus_version);
    response_header(rs, STR("Tus-Version"), tus_version);
    response_header(rs, STR("Tus-Extension"), STR("creation,expiration,termination,checksum"));
    response_header(rs, STR("Tus-Checksum-Algorithm"), STR(CHECKSUM_ALGORITHMS));
    response_header(rs, STR("Tus-Max-Size"), arena_printf(rs->arena, "%lld", (long long)config->upload_max));
}

/* A client that names no version is none of tus, and may look all the same. */
static bool speaks(struct request *rq, struct response *rs)
{
    if (rq->page)
        return true;
    struct str version = request_header(rq, "HTTP_TUS_RESUMABLE");
    response_header(rs, STR("Tus-Resumable"), tus_version);
    if (str_eq(version, tus_version) || (rq->method == GET && !rq->head && !version.p))
        return true;
    response_header(rs, STR("Tus-Version"), tus_version);
    response_problem(rs, PRECONDITION_FAILED, "tus-version", _("Tus-Resumable has to be 1.0.0."));
    return false;
}

static void tell_number(struct response *rs, struct str name, int64_t value)
{
    response_header(rs, name, arena_printf(rs->arena, "%lld", (long long)value));
}

static void tell_end(struct response *rs, struct timestamp expires_at)
{
    char text[TIMESTAMP_TEXT];
    response_header(rs, STR("Upload-Expires"), arena_str(rs->arena, timestamp_http(expires_at, text)));
}

static bool header_number(const struct request *rq, const char *cgi_name, int64_t *out)
{
    struct str text = request_header(rq, cgi_name);
    return text.n > 0 && str_to_int64(text, out) && *out >= 0;
}

static enum status bad_header(struct response *rs, const char *name)
{
    response_problem_text(rs, "header", str_of(name));
    return response_problem(rs, BAD_REQUEST, NULL, arena_printf(rs->arena, _("The header %s is missing or can't be read."), name).p);
}

/* "filename d29ybGQ=,other …"; "" where no name is told, absent where it can't be read. */
static struct str file_name_of(struct request *rq)
{
    struct str pair, key, value, rest = request_header(rq, "HTTP_UPLOAD_METADATA");
    bool more = rest.n > 0;
    if (rest.n > METADATA_MAX)
        return STR_NULL;
    while (more) {
        more = str_cut(rest, ',', &pair, &rest);
        str_cut(str_trim(pair), ' ', &key, &value);
        if (!str_eq(key, STR("filename")))
            continue;
        struct str name;
        bool told = base64_decode(rq->arena, str_trim(value), &name) && utf8_valid(name);
        return told ? file_name_shown(rq->arena, name) : STR_NULL;
    }
    return STR("");
}

/* Uploads of one person take turns from here to the commit. */
static enum status check_room(struct request *rq, struct response *rs, int64_t length)
{
    const struct schematic_lock_owner_in owner = {.account = rq->viewer.account};
    const struct schematic_usage_in whose = {.account = rq->viewer.account};
    const struct upload_open_in opened = {.account = rq->viewer.account};
    struct schematic_lock_owner_row locked;
    struct schematic_usage_row usage;
    struct upload_open_row open;
    enum db_result result = schematic_lock_owner_one(rq->db, rq->arena, &owner, &locked);
    if (result == DB_OK)
        result = schematic_usage_one(rq->db, rq->arena, &whose, &usage);
    if (result == DB_OK)
        result = upload_open_one(rq->db, rq->arena, &opened, &open);
    if (result != DB_OK)
        return response_db(rs, result);
    if (length > rq->config->storage_quota - usage.used)
        return upload_over_quota(rq, rs, usage.used);
    if (open.count < rq->config->upload_open_max)
        return OK;
    response_problem_int64(rs, "most", rq->config->upload_open_max);
    return response_problem(rs, CONFLICT, "too-many-uploads",
                            _("Too many of your files are on their way. Finish or delete one of them first."));
}

static enum status show(struct request *rq, struct response *rs, struct uuid id, enum status status)
{
    struct upload_one_row *upload = ARENA_NEW(rq->arena, struct upload_one_row);
    const struct upload_one_in which = {.id = id, .account = rq->viewer.account};
    enum db_result result = upload_one_one(rq->db, rq->arena, &which, upload);
    if (result != DB_OK)
        return response_db(rs, result);
    tell_number(rs, STR("Upload-Offset"), upload->received);
    tell_number(rs, STR("Upload-Length"), upload->length);
    tell_end(rs, upload->expires_at);
    return response_one(rs, status, &Q_UPLOAD_ONE, upload);
}

static enum status check_length(struct request *rq, struct response *rs, int64_t *length)
{
    if (!header_number(rq, "HTTP_UPLOAD_LENGTH", length) || *length == 0)
        return bad_header(rs, "Upload-Length");
    if (*length <= rq->config->upload_max)
        return OK;
    tell_number(rs, STR("Tus-Max-Size"), rq->config->upload_max);
    response_problem_int64(rs, "limit", rq->config->upload_max);
    return response_problem(rs, CONTENT_TOO_LARGE, "too-large", _("This file is larger than the limit."));
}

enum status upload_begin(struct request *rq, struct response *rs)
{
    struct upload_insert_in row = {.id = uuid_new(), .account = rq->viewer.account, .seconds = rq->config->upload_expires_seconds};
    char id[UUID_TEXT];
    if (!speaks(rq, rs))
        return rs->status;
    enum status status = check_length(rq, rs, &row.length);
    if (status != OK)
        return status;
    row.file_name = file_name_of(rq);
    if (!row.file_name.p)
        return bad_header(rs, "Upload-Metadata");
    status = check_room(rq, rs, row.length);
    if (status != OK)
        return status;
    enum db_result result = upload_insert(rq->db, rq->arena, &row);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/uploads/" STR_FMT, STR_ARG(uuid_text(row.id, id)));
    return show(rq, rs, row.id, CREATED);
}

enum status upload_show(struct request *rq, struct response *rs)
{
    struct uuid id;
    if (!speaks(rq, rs))
        return rs->status;
    return uuid_parse(rq->arguments[0], &id) ? show(rq, rs, id, OK) : response_db(rs, DB_NONE);
}

/* The upload of the route's {id}, held until the commit; otherwise the response tells why not. */
static bool take(struct request *rq, struct response *rs, struct upload_take_row *out)
{
    struct upload_take_in which = {.account = rq->viewer.account};
    enum db_result result = DB_NONE;
    if (uuid_parse(rq->arguments[0], &which.id))
        result = upload_take_one(rq->db, rq->arena, &which, out);
    if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

static enum status check_piece(struct request *rq, struct response *rs, const struct upload_take_row *upload, int64_t offset)
{
    if (offset != upload->received) {
        tell_number(rs, STR("Upload-Offset"), upload->received);
        response_problem_int64(rs, "offset", upload->received);
        return response_problem(rs, CONFLICT, "wrong-offset", _("The file goes on at another place than this piece."));
    }
    if (rq->raw.size <= upload->length - upload->received)
        return OK;
    response_problem_int64(rs, "limit", upload->length - upload->received);
    return response_problem(rs, CONTENT_TOO_LARGE, "too-large", _("This is more than the length that was told."));
}

static enum status write_piece(struct request *rq, struct response *rs, const struct upload_take_row *upload)
{
    if (rq->raw.size == 0)
        return OK;
    switch (blob_partial_append(rq->blobs, upload->id, upload->received, rq->raw.descriptor, rq->raw.offset, rq->raw.size)) {
    case BLOB_OK:
        return OK;
    case BLOB_FULL:
        return upload_disk_full(rq, rs);
    case BLOB_NONE:
        return response_problem(rs, GONE, NULL, _("What was here of this file is lost. Please begin again."));
    case BLOB_FAIL:
        break;
    }
    return response_problem(rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be saved."));
}

enum status upload_append(struct request *rq, struct response *rs)
{
    struct upload_take_row upload;
    struct upload_received_row kept;
    int64_t offset;
    if (!speaks(rq, rs))
        return rs->status;
    if (!header_number(rq, "HTTP_UPLOAD_OFFSET", &offset))
        return bad_header(rs, "Upload-Offset");
    if (!take(rq, rs, &upload))
        return rs->status;
    enum status status = check_piece(rq, rs, &upload, offset);
    if (status == OK)
        status = checksum_check(rq, rs);
    if (status == OK)
        status = write_piece(rq, rs, &upload);
    if (status != OK)
        return status;
    const struct upload_received_in more = {
        .id = upload.id, .received = offset + rq->raw.size, .seconds = rq->config->upload_expires_seconds};
    enum db_result result = upload_received_one(rq->db, rq->arena, &more, &kept);
    if (result != DB_OK)
        return response_db(rs, result);
    tell_number(rs, STR("Upload-Offset"), more.received);
    tell_end(rs, kept.expires_at);
    return rs->status = NO_CONTENT;
}

/* The row goes with the transaction; its file after it, by a job that finds it without a row. */
static enum db_result forget(struct request *rq, struct uuid id)
{
    const struct upload_delete_in which = {.id = id};
    enum db_result result = upload_delete(rq->db, rq->arena, &which);
    return result == DB_OK ? queue_put(rq->db, rq->arena, "partials", STR("{}"), STR("partials"), rq->id, 0) : result;
}

enum status upload_drop(struct request *rq, struct response *rs)
{
    struct upload_take_row upload;
    if (!speaks(rq, rs) || !take(rq, rs, &upload))
        return rs->status;
    enum db_result result = forget(rq, upload.id);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/schematics/usage");
    rs->toast = str_of(_("The file is given up."));
    return rs->status = rq->page ? OK : NO_CONTENT;
}

static void close_descriptor(void *with)
{
    close(*(int *)with);
}

/* False where less of it lies on the disk than the row tells. */
static bool open_whole(struct request *rq, struct uuid id, int64_t length, struct str file_name, struct form_file *out)
{
    int *descriptor = ARENA_NEW(rq->arena, int);
    *descriptor = blob_partial_open(rq->blobs, id);
    if (*descriptor < 0)
        return false;
    arena_defer(rq->arena, close_descriptor, descriptor);
    *out = (struct form_file){.descriptor = *descriptor, .size = length, .name = file_name};
    return lseek(*descriptor, 0, SEEK_END) >= length;
}

static enum status unfinished(struct response *rs, int64_t received, int64_t length)
{
    response_problem_int64(rs, "received", received);
    response_problem_int64(rs, "length", length);
    return response_problem(rs, CONFLICT, "upload-unfinished", _("Some of this file is still missing."));
}

enum status resumable_whole(struct request *rq, struct response *rs, struct uuid id, struct upload_one_row *upload, struct form_file *out)
{
    const struct upload_one_in which = {.id = id, .account = rq->viewer.account};
    enum db_result result = upload_one_one(rq->db, rq->arena, &which, upload);
    if (result != DB_OK)
        return response_db(rs, result);
    if (upload->received < upload->length)
        return unfinished(rs, upload->received, upload->length);
    if (!open_whole(rq, id, upload->length, upload->file_name, out))
        return response_problem(rs, GONE, NULL, _("What was here of this file is lost. Please begin again."));
    return OK;
}

static enum status not_there(struct request *rq, struct response *rs)
{
    form_fail(rq->arena, rq->form_state, "upload", "wrong", _("There is no such upload any more. Please send the file again."));
    return response_invalid(rs, rq);
}

static enum status use_up(struct request *rq, struct response *rs, struct uuid id, struct form_file *out)
{
    const struct upload_take_in which = {.id = id, .account = rq->viewer.account};
    struct upload_take_row upload;
    enum db_result result = upload_take_one(rq->db, rq->arena, &which, &upload);
    if (result != DB_OK)
        return result == DB_NONE ? not_there(rq, rs) : response_db(rs, result);
    if (upload.received < upload.length)
        return unfinished(rs, upload.received, upload.length);
    if (!open_whole(rq, id, upload.length, upload.file_name, out))
        return not_there(rq, rs);
    result = forget(rq, id);
    return result == DB_OK ? OK : response_db(rs, result);
}

enum status resumable_sent(struct request *rq, struct response *rs, const struct form_file *file, struct opt_uuid upload, struct form_file *out)
{
    *out = *file;
    if (file->descriptor < 0 && upload.set)
        return use_up(rq, rs, upload.v, out);
    if (file->descriptor >= 0 && !upload.set)
        return OK;
    if (upload.set)
        form_fail(rq->arena, rq->form_state, "upload", "wrong", _("A file and an upload can't come together."));
    else
        form_fail(rq->arena, rq->form_state, "file", "required", _("Please fill this in."));
    return response_invalid(rs, rq);
}
