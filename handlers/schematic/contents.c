/* What a build is made of: the items to gather for it, and what may run or speak or move in it. */
#include "handlers/schematic/contents.h"

#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/disposition.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/licence.h"
#include "handlers/schematic/seen.h"
#include "schematic/materials.h"
#include "web/markdown.h"

enum { ITEMS_FIRST = 12, ITEMS_SHOWN = 300, SUMMARY_CODE_POINTS = 200 };

static enum db_result read(struct request *rq, const struct schematic_one_in *asked, struct schematic_contents_row *out)
{
    const struct schematic_contents_in in = {
        .id = asked->id, .slug = asked->slug, .viewer = asked->viewer, .moderator = asked->moderator, .link = asked->link};
    return schematic_contents_one(rq->db, rq->arena, &in, out);
}

static enum status unknown(struct response *rs)
{
    return response_problem(rs, NOT_FOUND, NULL, _("What this build is made of is not known."));
}

static bool materials_in(struct arena *arena, struct str states, struct materials *out)
{
    struct census census;
    if (!states.p || !census_read(arena, states, &census))
        return false;
    materials_of(arena, &census, out);
    return true;
}

static void write_materials(const struct materials *materials, struct str format, struct str title, struct response *rs)
{
    if (str_eq(format, STR("csv"))) {
        rs->content_type = STR("text/csv; charset=utf-8");
        materials_csv(materials, &rs->body);
    } else if (str_eq(format, STR("text"))) {
        rs->content_type = STR("text/plain; charset=utf-8");
        materials_text(materials, title, &rs->body);
    } else {
        rs->content_type = STR("application/json");
        materials_json(materials, &rs->body);
    }
}

/* Asked for in a form, it is a file to keep. */
static void name_file(struct request *rq, struct response *rs, const struct schematic_contents_row *build, struct str format)
{
    const char *ending = str_eq(format, STR("csv")) ? ".csv" : str_eq(format, STR("text")) ? ".txt" : ".json";
    if (form_value(rq->form_state, STR("format")).n > 0)
        response_header(rs, STR("Content-Disposition"), disposition_with(rq->arena, build->file_name, str_of(ending)));
}

enum status schematic_materials(struct request *rq, struct response *rs)
{
    const struct schematic_materials_form *form = rq->form;
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_contents_row build;
    struct materials materials;
    enum db_result result = read(rq, &asked, &build);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!materials_in(rq->arena, build.states, &materials))
        return unknown(rs);
    write_materials(&materials, form->format, build.title, rs);
    name_file(rq, rs, &build, form->format);
    return rs->status = OK;
}

enum status schematic_manifest(struct request *rq, struct response *rs)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_contents_row build;
    enum db_result result = read(rq, &asked, &build);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!build.manifest.p)
        return unknown(rs);
    rs->content_type = STR("application/json");
    buf_add(&rs->body, build.manifest);
    return rs->status = OK;
}

/* "minecraft:oak_door" becomes "Oak door", "create:shaft" "Shaft (create)". */
static struct str words_of(struct arena *arena, struct str item)
{
    struct str space, id;
    if (!str_cut(item, ':', &space, &id)) {
        id = space;
        space = STR("minecraft");
    }
    char *words = arena_alloc(arena, id.n + 1);
    for (size_t i = 0; i < id.n; i++)
        words[i] = id.p[i] == '_' || id.p[i] == '/' ? ' ' : id.p[i];
    if (id.n > 0 && words[0] >= 'a' && words[0] <= 'z')
        words[0] = (char)(words[0] - 'a' + 'A');
    return str_eq(space, STR("minecraft")) ? (struct str){words, id.n}
                                           : arena_printf(arena, "%s (" STR_FMT ")", words, STR_ARG(space));
}

static struct schematic_material_row row_of(struct arena *arena, const struct material *material)
{
    return (struct schematic_material_row){
        .item = material->item,
        .name = words_of(arena, material->item),
        .count = material->count,
        .stacks = material->stacks,
        .rest = material->rest,
        .boxes = material->shulker_boxes < 1 ? STR_NULL : arena_printf(arena, "%.1f", material->shulker_boxes)};
}

/* Rows FROM to UNTIL of the list. */
static struct list rows_of(struct arena *arena, const struct materials *materials, size_t from, size_t until)
{
    if (until > materials->count)
        until = materials->count;
    if (from >= until)
        return (struct list){"", 0};
    struct schematic_material_row *rows = arena_array(arena, until - from, sizeof *rows);
    for (size_t i = from; i < until; i++)
        rows[i - from] = row_of(arena, &materials->items[i]);
    return (struct list){rows, until - from};
}

static void show_materials(struct arena *arena, const struct materials *materials, struct schematic_inside_row *out)
{
    out->known = true;
    out->items = rows_of(arena, materials, 0, ITEMS_FIRST);
    out->more = rows_of(arena, materials, ITEMS_FIRST, ITEMS_SHOWN);
    out->left_out = materials->count > ITEMS_SHOWN ? (int64_t)materials->count - ITEMS_SHOWN : 0;
    out->kinds = (int64_t)materials->count;
    out->without_item = materials->without_item;
    for (size_t i = 0; i < materials->count; i++)
        out->total += materials->items[i].count;
}

/* The first words of the description; who made it and how large it is where there are none. */
static struct str summary_of(struct arena *arena, const struct schematic_one_row *build)
{
    struct str words = markdown_excerpt(arena, build->description, SUMMARY_CODE_POINTS);
    return words.n > 0 ? words
                       : arena_printf(arena, _("%lld × %lld × %lld blocks by %.*s"), (long long)build->width, (long long)build->height,
                                      (long long)build->length, STR_ARG(build->author_name));
}

static void show_addresses(struct request *rq, const struct schematic_one_row *build, struct schematic_inside_row *out)
{
    struct str site = rq->config->site_url;
    out->summary = summary_of(rq->arena, build);
    out->address = arena_printf(rq->arena, STR_FMT "/schematics/" STR_FMT, STR_ARG(site), STR_ARG(build->slug));
    if (build->thumb.p)
        out->picture = arena_printf(rq->arena, STR_FMT STR_FMT, STR_ARG(site), STR_ARG(build->thumb));
}

void contents_fill(struct arena *arena, struct str states, struct str manifest, struct schematic_inside_row *out)
{
    struct materials materials;
    out->items = out->more = (struct list){"", 0};
    if (materials_in(arena, states, &materials))
        show_materials(arena, &materials, out);
    out->seen = seen_in(arena, manifest);
}

const struct schematic_inside_row *contents_inside(struct request *rq, const struct schematic_one_row *build)
{
    struct schematic_inside_row *inside = ARENA_NEW(rq->arena, struct schematic_inside_row);
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_contents_row contents;
    inside->items = inside->more = inside->seen = (struct list){"", 0};
    inside->licence_name = build->licence.p ? licence_name(build->licence) : STR_NULL;
    inside->licence_link = build->licence.p ? licence_link(rq->arena, build->licence) : STR_NULL;
    show_addresses(rq, build, inside);
    inside->ready = build->thumb.p && build->sections.p;
    inside->picture_only = build->thumb.p && !build->sections.p;
    inside->drawing = build->thumb.p || str_eq(build->analysis, STR("waiting"));
    if (read(rq, &asked, &contents) == DB_OK)
        contents_fill(rq->arena, contents.states, contents.manifest, inside);
    return inside;
}
