#include "handlers/image/boxes.h"

#include "core/json_read.h"
#include "core/json_write.h"
#include "core/text.h"

enum { DEPTH = 3 };

const char *const image_manners[] = {"mosaic", "solid", NULL};
static const char *const sides[] = {"x", "y", "width", "height"};

/* "x:y:width:height" as numbers. */
static bool kept_box(struct str text, int64_t out[4])
{
    struct str part;
    for (int i = 0; i < 4; i++) {
        bool more = str_cut(text, ':', &part, &text);
        if (more != (i < 3) || !str_to_int64(part, &out[i]))
            return false;
    }
    return true;
}

static void write_box(struct json *json, const int64_t box[4])
{
    json_object_open(json);
    for (int i = 0; i < 4; i++)
        json_member_int64(json, sides[i], box[i]);
    json_object_close(json);
}

struct str image_boxes_said(struct arena *arena, const struct image_boxes_form *form)
{
    const struct str *kept = form->keep.at;
    struct buf *text = ARENA_NEW(arena, struct buf);
    struct json json;
    int64_t box[4];
    if (form->boxes.n > 0)
        return form->boxes;
    buf_init_in(arena, text, IMAGE_BOXES_MAX);
    json_begin(&json, text);
    json_array_open(&json);
    for (size_t i = 0; i < form->keep.count; i++) {
        if (!kept_box(kept[i], box))
            return STR_NULL;
        write_box(&json, box);
    }
    if (form->x.set && form->y.set && form->width.set && form->height.set)
        write_box(&json, (const int64_t[4]){form->x.v, form->y.v, form->width.v, form->height.v});
    json_array_close(&json);
    return json_end(&json) ? buf_str(text) : STR_NULL;
}

struct rows image_boxes_rows(struct arena *arena, struct str boxes)
{
    struct json_value *all;
    struct json_error error;
    if (json_parse(arena, boxes, DEPTH, false, &all, &error) != JSON_OK || json_kind(all) != JSON_ARRAY)
        return (struct rows){"", 0};
    struct image_box_row *rows = arena_array(arena, json_length(all) + 1, sizeof *rows);
    for (size_t i = 0; i < json_length(all); i++) {
        int64_t *const into[] = {&rows[i].x, &rows[i].y, &rows[i].width, &rows[i].height};
        bool whole = true;
        for (size_t side = 0; side < 4; side++)
            whole = json_as_int64(json_member(json_at(all, i), str_of(sides[side])), into[side]) && whole;
        rows[i].number = whole ? (int64_t)i + 1 : 0;
    }
    return (struct rows){rows, json_length(all)};
}
