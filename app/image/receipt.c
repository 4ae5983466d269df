#include "image/receipt.h"

#include "core/json_read.h"
#include "core/json_write.h"

enum { TEXT_MOST = 1 << 20, DEPTH = 4 };

struct str image_key(struct arena *arena, struct str secret)
{
    const struct sha256_digest key = hmac_sha256(secret, STR("curio image pool"));
    return base64url_encode(arena, (struct str){(const char *)key.b, sizeof key.b});
}

/* A receipt can't be taken for a ticket: the label is under the seal. */
static struct sha256_digest seal_of(struct arena *arena, struct str key, const char *label, struct str payload)
{
    return hmac_sha256(key, arena_printf(arena, "%s." STR_FMT, label, STR_ARG(payload)));
}

static struct str sealed(struct arena *arena, struct str key, const char *label, struct str json)
{
    const struct str payload = base64url_encode(arena, json);
    const struct sha256_digest seal = seal_of(arena, key, label, payload);
    const struct str mac = base64url_encode(arena, (struct str){(const char *)seal.b, sizeof seal.b});
    return arena_printf(arena, STR_FMT "." STR_FMT, STR_ARG(payload), STR_ARG(mac));
}

static bool unsealed(struct arena *arena, struct str key, const char *label, struct str text, struct json_value **out)
{
    struct str payload, mac, json;
    struct json_error error;
    struct sha256_digest said;
    if (text.n > TEXT_MOST || !str_cut(text, '.', &payload, &mac) || !base64url_decode(arena, mac, &mac) || mac.n != sizeof said.b)
        return false;
    for (size_t i = 0; i < sizeof said.b; i++)
        said.b[i] = (uint8_t)mac.p[i];
    return sha256_eq(said, seal_of(arena, key, label, payload)) && base64url_decode(arena, payload, &json) &&
           json_parse(arena, json, DEPTH, true, out, &error) == JSON_OK;
}

static bool has_number(const struct json_value *from, const char *name, int64_t *out)
{
    return json_as_int64(json_member(from, str_of(name)), out);
}

static bool has_text(const struct json_value *from, const char *name, struct str *out)
{
    return json_as_text(json_member(from, str_of(name)), out);
}

static struct json *open_json(struct arena *arena)
{
    struct json *json = ARENA_NEW(arena, struct json);
    struct buf *out = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, out, TEXT_MOST);
    json_begin(json, out);
    json_object_open(json);
    return json;
}

static struct str closed(struct json *json)
{
    json_object_close(json);
    return json_end(json) ? buf_str(json->out) : STR("");
}

struct str image_ticket_write(struct arena *arena, struct str key, const struct image_ticket *ticket, struct timestamp now)
{
    struct json *json = open_json(arena);
    json_member_uuid(json, "id", ticket->id);
    json_member_uuid(json, "account", ticket->account);
    json_member_text(json, "next", ticket->next);
    json_member_int64(json, "at", now.us);
    return sealed(arena, key, "ticket", closed(json));
}

/* A clock that goes back a little between two programs of one machine makes nothing false. */
static bool is_old(int64_t at, struct timestamp now, int64_t seconds)
{
    return at > now.us + INT64_C(60000000) || at < now.us - seconds * 1000000;
}

enum sealed image_ticket_read(struct arena *arena, struct str key, struct str text, struct timestamp now, struct image_ticket *out)
{
    struct json_value *json;
    int64_t at;
    if (!unsealed(arena, key, "ticket", text, &json) || !json_as_uuid(json_member(json, STR("id")), &out->id) || !json_as_uuid(json_member(json, STR("account")), &out->account) ||
        !has_text(json, "next", &out->next) || !has_number(json, "at", &at))
        return SEALED_FALSE;
    return is_old(at, now, TICKET_SECONDS) ? SEALED_OLD : SEALED_GOOD;
}

struct str image_receipt_write(struct arena *arena, struct str key, const struct image_receipt *receipt, struct timestamp now)
{
    struct json *json = open_json(arena);
    json_member_uuid(json, "id", receipt->id);
    json_member_uuid(json, "account", receipt->account);
    json_member_int64(json, "at", now.us);
    json_member_text(json, "digest", hex_encode(arena, receipt->digest.b, sizeof receipt->digest.b));
    json_member_int64(json, "width", receipt->width);
    json_member_int64(json, "height", receipt->height);
    json_member_int64(json, "size", receipt->size);
    json_member_text(json, "colour", receipt->colour);
    json_member_text(json, "preview", receipt->preview);
    json_member_text(json, "faces", receipt->faces);
    json_key(json, STR("failed"));
    json_bool(json, receipt->detector_failed);
    return sealed(arena, key, "receipt", closed(json));
}

static bool fill(const struct json_value *json, struct image_receipt *out)
{
    struct str hex;
    return json_as_uuid(json_member(json, STR("id")), &out->id) && json_as_uuid(json_member(json, STR("account")), &out->account) && has_text(json, "digest", &hex) &&
           hex_decode(hex, out->digest.b, sizeof out->digest.b) && has_number(json, "width", &out->width) &&
           has_number(json, "height", &out->height) && has_number(json, "size", &out->size) && has_text(json, "colour", &out->colour) &&
           has_text(json, "preview", &out->preview) && has_text(json, "faces", &out->faces) &&
           json_as_bool(json_member(json, STR("failed")), &out->detector_failed);
}

enum sealed image_receipt_read(struct arena *arena, struct str key, struct str text, struct timestamp now, struct image_receipt *out)
{
    struct json_value *json;
    int64_t at;
    if (!unsealed(arena, key, "receipt", text, &json) || !fill(json, out) || !has_number(json, "at", &at))
        return SEALED_FALSE;
    return is_old(at, now, RECEIPT_SECONDS) ? SEALED_OLD : SEALED_GOOD;
}
