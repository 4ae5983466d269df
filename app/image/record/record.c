#include "image/record/record.h"

#include "core/json_read.h"
#include "image/shelf.h"
#include "store/queue.h"

enum { BOXES_MOST = 512, DEPTH = 3, SIDE_MOST = 1 << 20, RECEIPT_MOST = 1 << 18 };

static enum image_done done(enum db_result result)
{
    return result == DB_OK ? IMAGE_DONE : result == DB_NONE ? IMAGE_NONE : IMAGE_FAILED;
}

/* At most one of each waits for a picture. */
static enum db_result put(const struct image_context *in, const char *kind, struct uuid id)
{
    const struct str name = image_held_name(in->arena, id);
    const struct str payload = arena_printf(in->arena, "{\"image\":\"" STR_FMT "\"}", STR_ARG(name));
    return queue_put(in->db, in->arena, kind, payload, name, in->request_id, 0);
}

static enum db_result insert(const struct image_context *in, const struct image_receipt *receipt)
{
    const struct image_insert_in row = {.id = receipt->id,
                                        .account = receipt->account,
                                        .detector = receipt->detector_failed ? STR("failed") : STR("ok"),
                                        .width = (int32_t)receipt->width,
                                        .height = (int32_t)receipt->height,
                                        .size = receipt->size,
                                        .colour = receipt->colour,
                                        .preview = receipt->preview,
                                        .digest = sha256_bytes(&receipt->digest),
                                        .faces = receipt->faces};
    return image_insert(in->db, in->arena, &row);
}

/* What the pool kept of a receipt that TEXT only names; else TEXT. */
static struct str whole_receipt(const struct image_context *in, struct str text)
{
    struct image_shelf shelf;
    struct uuid id;
    if (!uuid_parse(text, &id))
        return text;
    if (image_shelf_open(in->arena, in->config->image_dir.p, &shelf) != SHELF_OK)
        return STR("");
    const struct str kept = image_shelf_receipt_read(in->arena, &shelf, image_held_name(in->arena, id), RECEIPT_MOST);
    return kept.p ? kept : STR("");
}

static enum image_done read_receipt(const struct image_context *in, struct uuid account, struct str text, struct image_receipt *receipt)
{
    switch (image_receipt_read(in->arena, image_key(in->arena, in->config->token_secret), whole_receipt(in, text), timestamp_now(), receipt)) {
    case SEALED_FALSE:
        return IMAGE_BAD_RECEIPT;
    case SEALED_OLD:
        return IMAGE_OLD_RECEIPT;
    case SEALED_GOOD:
        break;
    }
    return uuid_eq(receipt->account, account) ? IMAGE_DONE : IMAGE_BAD_RECEIPT;
}

enum image_done image_look(const struct image_context *in, struct uuid account, struct str text, struct image_receipt *out)
{
    struct image_grant_one_row grant;
    const enum image_done read = read_receipt(in, account, text, out);
    if (read != IMAGE_DONE)
        return read;
    const enum db_result result = image_grant_one_one(in->db, in->arena, &(struct image_grant_one_in){.id = out->id, .account = account}, &grant);
    return result == DB_NONE ? IMAGE_USED_RECEIPT : done(result);
}

enum image_done image_attach(const struct image_context *in, struct uuid account, struct str text, struct uuid *id)
{
    struct image_receipt *receipt = ARENA_NEW(in->arena, struct image_receipt);
    const enum image_done read = read_receipt(in, account, text, receipt);
    if (read != IMAGE_DONE)
        return read;
    const struct image_grant_use_in grant = {.id = receipt->id, .account = account};
    enum db_result result = image_grant_use(in->db, in->arena, &grant);
    if (result == DB_NONE)
        return IMAGE_USED_RECEIPT;
    if (result == DB_OK)
        result = insert(in, receipt);
    *id = receipt->id;
    return result == DB_CONFLICT ? IMAGE_USED_RECEIPT : done(result);
}

static bool number_within(const struct json_value *box, const char *name, int64_t least, int64_t *out)
{
    return json_as_int64(json_member(box, str_of(name)), out) && *out >= least && *out <= SIDE_MOST;
}

static bool box_fits(const struct json_value *box, int32_t width, int32_t height)
{
    int64_t x, y, w, h;
    return json_kind(box) == JSON_OBJECT && number_within(box, "x", 0, &x) && number_within(box, "y", 0, &y) &&
           number_within(box, "width", 1, &w) && number_within(box, "height", 1, &h) && x + w <= width && y + h <= height;
}

static bool boxes_fit(struct arena *arena, struct str boxes, int32_t width, int32_t height)
{
    struct json_value *list;
    struct json_error error;
    if (json_parse(arena, boxes, DEPTH, true, &list, &error) != JSON_OK || json_kind(list) != JSON_ARRAY || json_length(list) > BOXES_MOST)
        return false;
    for (size_t i = 0; i < json_length(list); i++)
        if (!box_fits(json_at(list, i), width, height))
            return false;
    return true;
}

/* What is out of reach by now is out of reach even where the transaction comes to nothing: the job makes files and row agree again. */
static bool hide_files(const struct image_context *in, struct str name)
{
    struct image_shelf shelf;
    return name.p == NULL || (image_shelf_open(in->arena, in->config->image_dir.p, &shelf) == SHELF_OK && image_shelf_hide(&shelf, name) == SHELF_OK);
}

enum image_done image_boxes_set(const struct image_context *in, struct uuid id, struct str boxes, struct str manner)
{
    struct image_one_row now;
    struct image_set_boxes_row set;
    enum db_result result = image_one_one(in->db, in->arena, &(struct image_one_in){.id = id}, &now);
    if (result != DB_OK)
        return done(result);
    if (!boxes_fit(in->arena, boxes, now.width, now.height))
        return IMAGE_BAD_BOXES;
    const struct image_set_boxes_in change = {.id = id, .boxes = boxes, .manner = manner};
    result = image_set_boxes_one(in->db, in->arena, &change, &set);
    if (result == DB_OK && str_eq(set.state, STR("rendering")))
        result = put(in, "image.render", id);
    if (result == DB_OK && !set.original && !hide_files(in, now.name)) /* until it is drawn anew */
        return IMAGE_FAILED;
    return done(result);
}

enum image_done image_publish(const struct image_context *in, struct uuid id)
{
    struct image_set_published_row row;
    enum db_result result = image_set_published_one(in->db, in->arena, &(struct image_set_published_in){.id = id}, &row);
    return done(result == DB_OK ? put(in, "image.render", id) : result);
}

enum image_done image_hide(const struct image_context *in, struct uuid id, struct opt_uuid by, struct str why)
{
    const struct image_set_hidden_in change = {.id = id, .by = by, .why = why};
    struct image_set_hidden_row row;
    enum db_result result = image_set_hidden_one(in->db, in->arena, &change, &row);
    if (result == DB_OK)
        result = put(in, "image.settle", id);
    if (result == DB_OK && !hide_files(in, row.name))
        return IMAGE_FAILED;
    return done(result);
}

enum image_done image_show(const struct image_context *in, struct uuid id)
{
    struct image_set_shown_row row;
    enum db_result result = image_set_shown_one(in->db, in->arena, &(struct image_set_shown_in){.id = id}, &row);
    return done(result == DB_OK ? put(in, "image.render", id) : result);
}

enum image_done image_delete(const struct image_context *in, struct uuid id)
{
    struct image_set_gone_row row;
    enum db_result result = image_set_gone_one(in->db, in->arena, &(struct image_set_gone_in){.id = id}, &row);
    if (result == DB_OK)
        result = put(in, "image.settle", id);
    if (result == DB_OK && !hide_files(in, row.name))
        return IMAGE_FAILED;
    return done(result);
}
