#include "image/pool_json.h"

#include "core/base64.h"
#include "core/json_read.h"

enum { TEXT_MOST = 1 << 20, DEPTH = 3 };

/* Two digits: what is behind them means nothing. */
static double rounded(float score)
{
    return (double)(int)(score * 100 + 0.5f) / 100;
}

void pool_json_faces(struct json *json, const struct face_list *faces)
{
    json_array_open(json);
    for (size_t i = 0; i < faces->n; i++) {
        const struct face_box *box = &faces->at[i];
        json_object_open(json);
        json_member_int64(json, "x", box->x);
        json_member_int64(json, "y", box->y);
        json_member_int64(json, "width", box->width);
        json_member_int64(json, "height", box->height);
        json_key(json, STR("score"));
        json_double(json, rounded(box->score));
        json_object_close(json);
    }
    json_array_close(json);
}

struct str pool_faces_text(struct arena *arena, const struct face_list *faces)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    struct json json;
    buf_init_in(arena, out, TEXT_MOST);
    json_begin(&json, out);
    pool_json_faces(&json, faces);
    return json_end(&json) ? buf_str(out) : STR("[]");
}

struct str pool_colour_text(struct arena *arena, uint32_t colour)
{
    return arena_printf(arena, "#%06x", colour);
}

struct str pool_preview_text(struct arena *arena, struct str webp)
{
    const size_t n = base64_length(BASE64_PADDED, webp.n);
    char *text = arena_alloc(arena, n + 1);
    base64_write(BASE64_PADDED, webp, text);
    return webp.n == 0 ? STR("") : arena_printf(arena, "data:image/webp;base64,%s", text);
}

static bool side(const struct json_value *box, const char *name, int64_t least, int32_t *out)
{
    int64_t n;
    if (!json_as_int64(json_member(box, str_of(name)), &n) || n < least || n > 65535)
        return false;
    *out = (int32_t)n;
    return true;
}

bool pool_boxes_read(struct arena *arena, struct str text, struct face_list *out)
{
    struct json_value *list;
    struct json_error error;
    if (json_parse(arena, text, DEPTH, false, &list, &error) != JSON_OK || json_kind(list) != JSON_ARRAY || json_length(list) > FACES_MAX)
        return false;
    for (out->n = 0; out->n < json_length(list); out->n++) {
        struct face_box *box = &out->at[out->n];
        const struct json_value *said = json_at(list, out->n);
        if (!side(said, "x", 0, &box->x) || !side(said, "y", 0, &box->y) || !side(said, "width", 1, &box->width) || !side(said, "height", 1, &box->height))
            return false;
    }
    return true;
}
