/* The search page: besides the builds, what was asked as chips that can be taken away, and what else could be asked. */
#include "core/json_read.h"
#include "core/text.h"
#include "handlers/schematic/search.h"
#include "handlers/site/pages.h"
#include "queries/schematic.h"
#include "queries/social.h"
#include "schematic/release.h"
#include "templates/schematic.h"
#include "web/percent.h"
#include "web/urlencoded.h"
#include "web/view.h"

enum { QUERY_MAX = 16 * 1024, FACET_VALUES = 16, FACET_SHOWN_MAX = FACET_VALUES + 32 };

/* Fields that say how the builds are shown, not which. */
static bool is_condition(struct str field)
{
    return !str_eq(field, STR("before")) && !str_eq(field, STR("limit")) && !str_eq(field, STR("sort"));
}

/* How the conditions of a field read before their value; tags, blocks and the like need no words. */
static const struct {
    const char *field, *says;
} readings[] = {
    {"author", N_("by")},           {"licence", N_("licence")},     {"mods", N_("mod")},
    {"block", N_("with")},          {"game_from", N_("from")},      {"game_to", N_("up to")},
    {"width_min", N_("width ≥")},   {"width_max", N_("width ≤")},   {"height_min", N_("height ≥")},
    {"height_max", N_("height ≤")}, {"length_min", N_("length ≥")}, {"length_max", N_("length ≤")},
    {"blocks_min", N_("blocks ≥")}, {"blocks_max", N_("blocks ≤")}, {"created_after", N_("since")},
    {"created_before", N_("before")}, {"downloads_min", N_("downloads ≥")}, {"likes_min", N_("likes ≥")},
};

/* One name=value of the address, lists taken apart. */
struct condition {
    struct str field, value;
};

struct conditions {
    struct condition *at;
    size_t count;
};

static bool takes_list(struct str field)
{
    for (size_t i = 0; i < schematic_search_fields.count; i++)
        if (str_eq(field, str_of(schematic_search_fields.fields[i].name)))
            return schematic_search_fields.fields[i].type == FIELD_TAGS;
    return false;
}

static struct conditions conditions_of(struct request *rq)
{
    struct form_inputs inputs = {.arena = rq->arena};
    struct conditions out = {arena_array(rq->arena, rq->query.n + 1, sizeof *out.at), 0};
    if (urlencoded_parse(rq->query, &inputs) != INPUT_READ)
        return out;
    for (size_t i = 0; i < inputs.count; i++) {
        struct str rest = inputs.at[i].value, value;
        bool more = true;
        while (more) {
            value = rest;
            more = takes_list(inputs.at[i].name) && str_cut(rest, ',', &value, &rest);
            value = str_trim(value);
            if (value.n > 0)
                out.at[out.count++] = (struct condition){inputs.at[i].name, value};
        }
    }
    return out;
}

/* The query string of all conditions but one (LEFT_OUT past the end: of all), and the order. */
static struct str query_of(struct request *rq, const struct conditions *conditions, size_t left_out)
{
    struct buf out;
    buf_init_in(rq->arena, &out, QUERY_MAX);
    for (size_t i = 0; i < conditions->count; i++) {
        const struct condition *one = &conditions->at[i];
        if (i == left_out || (!is_condition(one->field) && !str_eq(one->field, STR("sort"))))
            continue;
        struct str name = percent_encode(rq->arena, one->field, ""), value = percent_encode(rq->arena, one->value, "");
        buf_printf(&out, "%s" STR_FMT "=" STR_FMT, out.n > 0 ? "&" : "", STR_ARG(name), STR_ARG(value));
    }
    return buf_str(&out);
}

static struct str address_of(struct request *rq, struct str query)
{
    return query.n > 0 ? arena_printf(rq->arena, "/schematics?" STR_FMT, STR_ARG(query)) : STR("/schematics");
}

static struct str value_label(struct str field, struct str value)
{
    if (str_eq(value, STR("none")) && str_eq(field, STR("licence")))
        return str_of(_("not stated"));
    if (str_eq(value, STR("none")) && str_eq(field, STR("mods")))
        return str_of(_("none needed"));
    return str_eq(field, STR("format")) ? view_title_of(value) : value;
}

/* Behind "without" the value of a block or author says enough. */
static struct str chip_label(struct request *rq, struct str field, struct str value, bool without)
{
    struct str label = value_label(field, value);
    if (without && (str_eq(field, STR("block")) || str_eq(field, STR("author"))))
        return label;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        if (str_eq(field, str_of(readings[i].field)))
            return arena_printf(rq->arena, "%s " STR_FMT, _(readings[i].says), STR_ARG(label));
    return label;
}

static struct list chips_of(struct request *rq, const struct conditions *conditions)
{
    struct schematic_search_chip_row *chips = arena_array(rq->arena, conditions->count + 1, sizeof *chips);
    size_t count = 0;
    for (size_t i = 0; i < conditions->count; i++) {
        struct str field = conditions->at[i].field, value = conditions->at[i].value;
        bool without = takes_list(field) && value.n > 1 && value.p[0] == '-';
        if (!is_condition(field))
            continue;
        chips[count++] = (struct schematic_search_chip_row){
            .label = chip_label(rq, field, without ? str_slice(value, 1, value.n) : value, without),
            .without = without,
            .link = address_of(rq, query_of(rq, conditions, i))};
    }
    return (struct list){chips, count};
}

/* Of a facet: the value's place among those that are shown, which it is added to. */
static struct schematic_search_facet_row *facet_at(struct schematic_search_facet_row *values, size_t *count, struct str field, struct str value)
{
    for (size_t i = 0; i < *count; i++)
        if (str_eq(values[i].value, value))
            return &values[i];
    if (*count == FACET_SHOWN_MAX)
        return &values[FACET_SHOWN_MAX - 1];
    values[*count] = (struct schematic_search_facet_row){.value = value, .label = value_label(field, value)};
    return &values[(*count)++];
}

static void add_counted(struct schematic_search_facet_row *values, size_t *count, struct str field, const struct json_value *counted)
{
    for (size_t i = 0; i < json_length(counted) && i < FACET_VALUES; i++) {
        const struct json_value *pair = json_at(counted, i);
        struct str value;
        int64_t builds;
        if (json_as_text(json_at(pair, 0), &value) && json_as_int64(json_at(pair, 1), &builds))
            facet_at(values, count, field, value)->builds = (struct opt_bigint){true, builds};
    }
}

static struct schematic_search_group_row group_of(struct request *rq, const char *title, struct str field, struct list chosen,
                                                  const struct json_value *counted)
{
    struct schematic_search_facet_row *values = arena_array(rq->arena, FACET_SHOWN_MAX, sizeof *values);
    size_t count = 0;
    if (counted != NULL)
        add_counted(values, &count, field, counted);
    for (size_t i = 0; i < chosen.count; i++) {
        struct str value = ((const struct str *)chosen.at)[i];
        bool without = value.n > 1 && value.p[0] == '-';
        struct schematic_search_facet_row *facet = facet_at(values, &count, field, without ? str_slice(value, 1, value.n) : value);
        *(without ? &facet->without : &facet->only) = true;
    }
    return (struct schematic_search_group_row){
        .title = str_of(gettext(title)), .field = field, .open = chosen.count > 0, .values = {values, count}};
}

static struct list groups_of(struct request *rq, const struct schematic_search_form *form, struct str facets)
{
    struct schematic_search_group_row *groups = arena_array(rq->arena, 6, sizeof *groups);
    struct json_value *counted = NULL;
    struct json_error error;
    if (json_parse(rq->arena, facets, 4, true, &counted, &error) != JSON_OK)
        counted = NULL;
    const struct {
        const char *title, *facet;
        struct str field;
        struct list chosen;
    } all[] = {{N_("Tags"), "tags", STR("tag"), form->tag},
               {N_("Formats"), "formats", STR("format"), form->format},
               {N_("Mods"), "mods", STR("mods"), form->mods},
               {N_("Licences"), "licences", STR("licence"), form->licence},
               {N_("Blocks in it"), NULL, STR("block"), form->block},
               {N_("By"), NULL, STR("author"), form->author}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct json_value *values = counted != NULL && all[i].facet != NULL ? json_member(counted, str_of(all[i].facet)) : NULL;
        groups[i] = group_of(rq, all[i].title, all[i].field, all[i].chosen, values);
    }
    return (struct list){groups, sizeof all / sizeof *all};
}

static struct list ranges_of(struct request *rq)
{
    static const struct {
        const char *title, *low, *high;
    } all[] = {{N_("Width"), "width_min", "width_max"},   {N_("Height"), "height_min", "height_max"},
               {N_("Length"), "length_min", "length_max"}, {N_("Blocks"), "blocks_min", "blocks_max"},
               {N_("Downloads"), "downloads_min", NULL},   {N_("Likes"), "likes_min", NULL}};
    const size_t count = sizeof all / sizeof *all;
    struct schematic_search_range_row *ranges = arena_array(rq->arena, count, sizeof *ranges);
    for (size_t i = 0; i < count; i++)
        ranges[i] = (struct schematic_search_range_row){
            .title = str_of(_(all[i].title)),
            .low = str_of(all[i].low),
            .low_value = form_value(rq->form_state, str_of(all[i].low)),
            .high = str_of(all[i].high),
            .high_value = all[i].high != NULL ? form_value(rq->form_state, str_of(all[i].high)) : STR("")};
    return (struct list){ranges, count};
}

static bool any_range(struct list ranges)
{
    const struct schematic_search_range_row *range = ranges.at;
    for (size_t i = 0; i < ranges.count; i++)
        if (range[i].low_value.n > 0 || range[i].high_value.n > 0)
            return true;
    return false;
}

static struct list sorts_of(struct request *rq, struct str chosen, bool has_text)
{
    static const struct {
        const char *value, *label;
    } all[] = {{"relevance", N_("Best match")}, {"newest", N_("Newest")}, {"oldest", N_("Oldest")}, {"updated", N_("Last changed")},
               {"downloads", N_("Most downloads")}, {"likes", N_("Most likes")}, {"size", N_("Most blocks")}};
    const size_t count = sizeof all / sizeof *all, first = has_text ? 0 : 1;
    struct schematic_search_sort_row *sorts = arena_array(rq->arena, count, sizeof *sorts);
    for (size_t i = first; i < count; i++)
        sorts[i - first] = (struct schematic_search_sort_row){str_of(all[i].value), str_of(_(all[i].label)), str_eq(chosen, str_of(all[i].value))};
    return (struct list){sorts, count - first};
}

static struct list games(struct arena *arena)
{
    size_t count = 0;
    while (release_at(count).p != NULL)
        count++;
    struct schematic_choice_row *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct schematic_choice_row){release_at(i), release_at(i)};
    return (struct list){rows, count};
}

static void count_builds(struct request *rq, const struct search_found *found, struct schematic_search_view_row *view, struct str *facets)
{
    struct schematic_search_counts_row counts;
    *facets = STR("{}");
    view->known = found != NULL && search_counts(rq, &found->search, &counts) == DB_OK;
    if (!view->known)
        return;
    view->more = counts.builds > SEARCH_COUNT_MAX;
    view->builds = view->more ? SEARCH_COUNT_MAX : counts.builds;
    *facets = counts.facets;
}

/* Where one tag is asked for, it can be followed. */
static void show_tag(struct request *rq, const struct schematic_search_form *form, struct schematic_search_view_row *view)
{
    const struct str *tag = form->tag.at;
    struct social_followed_row row;
    if (form->tag.count != 1 || tag->n == 0 || tag->p[0] == '-')
        return;
    const struct social_followed_in which = {
        .kind = STR("tag"), .target = *tag, .viewer = {rq->viewer.signed_in, rq->viewer.account}};
    view->tag = *tag;
    view->following = rq->viewer.signed_in && social_followed_one(rq->db, rq->arena, &which, &row) == DB_OK && row.following;
}

/* Where the search was wrong there is nothing found, and the form shows why. */
void schematic_search_page(struct request *rq, struct response *rs)
{
    static const struct schematic_search_form nothing_asked;
    const struct search_found *found = rs->view;
    const struct schematic_search_form *form = rq->form != NULL ? rq->form : &nothing_asked;
    struct conditions conditions = conditions_of(rq);
    struct schematic_search_view_row view = {.query = query_of(rq, &conditions, conditions.count)};
    struct str facets;
    count_builds(rq, found, &view, &facets);
    view.groups = groups_of(rq, form, facets);
    view.ranges = ranges_of(rq);
    view.chips = chips_of(rq, &conditions);
    view.sorts = sorts_of(rq, found != NULL ? found->search.sort : STR("newest"), form->text.n > 0);
    view.games = games(rq->arena);
    view.ranged = any_range(view.ranges);
    struct str here = address_of(rq, view.query);
    view.here = here;
    show_tag(rq, form, &view);
    if (found != NULL) {
        view.near = found->search.near;
        if (found->next.p != NULL)
            view.next = arena_printf(rq->arena, STR_FMT "%sbefore=" STR_FMT, STR_ARG(here), view.query.n > 0 ? "&" : "?", STR_ARG(found->next));
        if (form->before.n > 0)
            view.first = here;
    }
    template_schematic_list(&rs->body, page_frame(rq, rs), rs->rows, &view, rq->form_state);
}
