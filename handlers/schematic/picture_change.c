/* Adding pictures to a build, putting them in order and taking them away. Of what comes in here only the first bytes are looked at, to
 * say at once what will not be taken; the rest is kept as it is, and curio-jobs has it scanned and drawn anew. */
#include <unistd.h>

#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/picture.h"
#include "handlers/schematic/take.h"
#include "handlers/schematic/upload.h"
#include "image/kind.h"
#include "queries/site.h"
#include "store/queue.h"

struct sent {
    struct request *rq;
    struct response *rs;
    struct uuid build;
    const struct form_file *file;
    struct blob_writer *writer;
    struct sha256_digest sha256;
    int64_t size;
};

static enum status listed(struct request *rq, struct response *rs, enum status status, const char *toast)
{
    if (picture_list(rq, rs) != OK)
        return rs->status;
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/pictures", STR_ARG(rq->arguments[0]));
    rs->toast = str_of(toast);
    return rs->status = status;
}

static enum status stored(const struct sent *sent, enum blob_result result)
{
    if (result == BLOB_OK)
        return OK;
    if (result == BLOB_FULL)
        return upload_disk_full(sent->rq, sent->rs);
    return response_problem(sent->rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be saved."));
}

/* WHY is one of image_reason's words, or a scan's verdict. */
static enum status refused(struct response *rs, const char *why, const char *detail)
{
    response_problem(rs, UNPROCESSABLE_CONTENT, "picture-refused", detail);
    response_problem_text(rs, "reason", str_of(why));
    return rs->status;
}

/* What it claims to be, before it costs anything: the decoder's word comes later. */
static enum status check_kind(const struct sent *sent)
{
    char start[KIND_BYTES];
    enum image_kind kind;
    const int64_t size = sent->file->size;
    const ssize_t n = pread(sent->file->descriptor, start, size < KIND_BYTES ? (size_t)size : KIND_BYTES, sent->file->offset);
    if (n < 0)
        return stored(sent, BLOB_FAIL);
    const enum image_result result = image_kind((struct str){start, (size_t)n}, &kind);
    if (result == IMAGE_OK)
        return OK;
    return refused(sent->rs, image_reason(result),
                   result == IMAGE_TOO_LARGE            ? _("No side of a picture may be longer than 16,384 pixels.")
                   : result == IMAGE_UNSUPPORTED_FORMAT ? _("Send the picture as JPEG, PNG, WebP or GIF.")
                                                        : _("This file is not a picture."));
}

static enum status copy(struct sent *sent)
{
    enum { PART = 16384 };
    char part[PART];
    int64_t at = sent->file->offset, end = at + sent->file->size;
    enum blob_result result = blob_write_begin(sent->rq->blobs, sent->rq->arena, &sent->writer);
    while (result == BLOB_OK && at < end) {
        const ssize_t n = pread(sent->file->descriptor, part, end - at < PART ? (size_t)(end - at) : PART, at);
        if (n <= 0)
            return stored(sent, BLOB_FAIL);
        result = blob_write(sent->writer, part, (size_t)n);
        at += n;
    }
    if (result == BLOB_OK)
        sent->sha256 = blob_write_digest(sent->writer, &sent->size);
    return stored(sent, result);
}

static enum status check_room(const struct sent *sent)
{
    struct request *rq = sent->rq;
    struct schematic_usage_row usage;
    struct schematic_picture_count_row count;
    enum db_result result = schematic_usage_one(rq->db, rq->arena, &(struct schematic_usage_in){.account = rq->viewer.account}, &usage);
    if (result == DB_OK)
        result = schematic_picture_count_one(rq->db, rq->arena, &(struct schematic_picture_count_in){.build = sent->build}, &count);
    if (result != DB_OK)
        return response_db(sent->rs, result);
    if (sent->size > rq->config->storage_quota - usage.used)
        return upload_over_quota(rq, sent->rs, usage.used);
    if (count.n < PICTURES_MAX)
        return OK;
    response_problem(sent->rs, CONFLICT, "pictures-full", _("This build has as many pictures as it may. Delete one, then try again."));
    response_problem_int64(sent->rs, "most", PICTURES_MAX);
    return sent->rs->status;
}

/* The blob's row is held before its file is placed, so that no sweep comes between (store/blob.h). */
static enum status keep(struct sent *sent)
{
    struct request *rq = sent->rq;
    const struct blob_keep_in blob = {.sha256 = sha256_bytes(&sent->sha256), .size = sent->size};
    struct blob_keep_row known;
    bool existed;
    enum db_result result = blob_keep_one(rq->db, rq->arena, &blob, &known);
    if (result != DB_OK)
        return response_db(sent->rs, result);
    if (str_eq(known.scan, STR("infected")))
        return refused(sent->rs, "infected", _("A scan found something harmful in this file before."));
    return stored(sent, blob_write_keep(sent->writer, &sent->sha256, &sent->size, &existed));
}

/* The scan first: the other job waits for its verdict. */
static enum db_result queue(const struct sent *sent)
{
    const struct picture_new_form *form = sent->rq->form;
    struct request *rq = sent->rq;
    char text[UUID_TEXT];
    const struct schematic_picture_queue_in row = {.id = uuid_new(),
                                                   .build = sent->build,
                                                   .sha256 = sha256_bytes(&sent->sha256),
                                                   .size = sent->size,
                                                   .caption = form->caption.p ? form->caption : STR("")};
    struct str id = uuid_text(row.id, text);
    struct str hex = hex_encode(rq->arena, sent->sha256.b, sizeof sent->sha256.b);
    struct str scan = arena_printf(rq->arena, "{\"sha256\":\"" STR_FMT "\"}", STR_ARG(hex));
    struct str draw = arena_printf(rq->arena, "{\"picture\":\"" STR_FMT "\"}", STR_ARG(id));
    enum db_result result = schematic_picture_queue(rq->db, rq->arena, &row);
    if (result == DB_OK)
        result = queue_put(rq->db, rq->arena, "scan", scan, STR_NULL, rq->id, 0);
    return result == DB_OK ? queue_put(rq->db, rq->arena, "picture", draw, id, rq->id, 0) : result;
}

static enum status too_large(struct request *rq, struct response *rs)
{
    response_problem(rs, CONTENT_TOO_LARGE, "too-large", _("This picture is too large. Save it smaller, then try again."));
    response_problem_int64(rs, "limit", rq->config->picture_max);
    return rs->status;
}

/* Uploads of one person take turns from here to the commit. The person first and then the build, as everywhere. */
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
    const struct picture_new_form *form = rq->form;
    struct schematic_change_row build;
    if (!take_own(rq, rs, &build))
        return rs->status;
    if (form->picture.size > rq->config->picture_max)
        return too_large(rq, rs);
    struct sent sent = {.rq = rq, .rs = rs, .build = build.id, .file = &form->picture};
    enum status status = check_kind(&sent);
    if (status == OK)
        status = copy(&sent);
    if (status == OK)
        status = check_room(&sent);
    if (status == OK)
        status = keep(&sent);
    if (status != OK)
        return status;
    enum db_result result = queue(&sent);
    return result == DB_OK ? listed(rq, rs, ACCEPTED, _("The picture is being prepared.")) : response_db(rs, result);
}

static enum db_result change(struct request *rq, struct uuid build, struct uuid picture)
{
    const struct picture_edit_form *form = rq->form;
    const bool up = str_eq(form->move, STR("up")), down = str_eq(form->move, STR("down"));
    struct schematic_picture_caption_row named;
    enum db_result result = DB_OK;
    if (form->has_caption) {
        const struct schematic_picture_caption_in caption = {.build = build, .id = picture, .caption = form->caption};
        result = schematic_picture_caption_one(rq->db, rq->arena, &caption, &named);
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

enum status picture_remove(struct request *rq, struct response *rs)
{
    struct schematic_change_row build;
    struct schematic_picture_delete_in which = {0};
    struct schematic_picture_delete_row gone;
    if (!schematic_take(rq, rs, &build))
        return rs->status;
    which.build = build.id;
    enum db_result result =
        uuid_parse(rq->arguments[1], &which.id) ? schematic_picture_delete_one(rq->db, rq->arena, &which, &gone) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/pictures", STR_ARG(rq->arguments[0]));
    rs->toast = str_of(_("The picture is deleted."));
    return rs->status = OK;
}
