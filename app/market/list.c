/* Pages that have no data for machines: each market is where the settings' selectors find it. */
#include "market/page.h"
#include "market/settings.h"
#include "market/date_words.h"

enum { PARTS_MOST = 200, TEXT_MOST = 1 << 16 };

struct list {
    struct reader *reader;
    struct dom *dom;
    const struct market_settings *settings;
};

/* What TEXT stands for. */
static struct str picked(struct list *list, const struct settings_pick *pick, struct str text)
{
    if (pick->pattern)
        text = pattern_match(list->reader->arena, pick->pattern, text);
    return text.p && pick->value.p ? pick->value : text;
}

static struct str text_at(struct list *list, const struct settings_pick *pick, const struct dom_node *node)
{
    struct str text = pick->attribute.p ? dom_attribute(list->dom, node, pick->attribute.p) : dom_text(list->dom, node);
    return text.p ? picked(list, pick, text) : STR_NULL;
}

/* The texts that a pick finds in ITEM. */
static size_t texts_of(struct list *list, const struct settings_pick *pick, const struct dom_node *item, struct str texts[PARTS_MOST])
{
    const struct dom_node **nodes;
    struct str single;
    size_t count = 0;
    if (!pick->select) {
        texts[0] = text_at(list, pick, item);
        return texts[0].p ? 1 : 0;
    }
    size_t found = dom_pick_all(list->dom, pick->select, item, PARTS_MOST, &nodes, &single);
    if (single.p) {
        texts[0] = picked(list, pick, single);
        return texts[0].p ? 1 : 0;
    }
    for (size_t i = 0; i < found; i++) {
        texts[count] = text_at(list, pick, nodes[i]);
        count += texts[count].p != NULL;
    }
    return count;
}

static struct str joined(struct arena *arena, const struct str *texts, size_t count, struct str between)
{
    struct str *parts = arena_array(arena, count * 2, sizeof *parts);
    size_t bytes = 0, n = 0;
    for (size_t i = 0; i < count && bytes < TEXT_MOST; i++) {
        bytes += texts[i].n + between.n;
        if (i > 0)
            parts[n++] = between;
        parts[n++] = texts[i];
    }
    return arena_join(arena, n, parts);
}

static bool read_words(struct list *list, struct str text, struct date_words *dates)
{
    struct arena *arena = list->reader->arena;
    struct wall today = list->reader->input->today;
    for (size_t i = 0; i < list->settings->format_count; i++)
        if (date_words_read_format(arena, text, list->settings->formats[i], today, dates))
            return true;
    return !list->settings->format_count && date_words_read(arena, text, today, dates);
}

static void add_dates(struct list *list, struct draft *draft, struct str text)
{
    struct date_words dates;
    if (!text.n)
        return;
    if (!read_words(list, text, &dates)) {
        draft_refuse(draft, MARKET_BAD_DATE, MARKET_LOST_DATE, text);
        draft_fill(draft, FOUND_OPENING_WORDS, text);
        return;
    }
    for (size_t i = 0; i < dates.count; i++)
        draft_date(draft, (struct found_date){.starts = dates.items[i].starts, .ends = dates.items[i].ends});
}

static void read_fields(struct list *list, struct draft *draft, const struct settings_fields *fields, const struct dom_node *item, bool fill)
{
    struct str texts[PARTS_MOST];
    for (size_t f = 0; f < fields->count; f++) {
        const struct settings_field *field = &fields->rows[f];
        size_t count = texts_of(list, &field->pick, item, texts);
        if (!count)
            continue;
        if (field->is_dates) {
            for (size_t i = 0; i < count && !(fill && i == 0 && draft->found.date_count); i++)
                add_dates(list, draft, texts[i]);
            continue;
        }
        struct str text = field->pick.join.p ? joined(list->reader->arena, texts, count, field->pick.join) : texts[0];
        if (fill)
            draft_fill(draft, field->field, text);
        else
            draft_set(draft, field->field, text);
    }
}

/* A latitude alone places nothing, nor does one that is too far north. */
static void check_position(struct draft *draft)
{
    struct market_found *found = &draft->found;
    if (found->latitude.said == found->longitude.said)
        return;
    draft_refuse(draft, MARKET_BAD_COORDINATES, MARKET_LOST_FIELD, STR("one of two"));
    found->latitude = found->longitude = (struct found_number){0};
}

static void read_item(struct list *list, const struct dom_node *item)
{
    struct reader *reader = list->reader;
    struct draft draft = draft_new(reader, arena_printf(reader->arena, "line %zu", dom_line(item)));
    read_fields(list, &draft, &list->settings->fields, item, false);
    read_fields(list, &draft, &list->settings->page, dom_root(list->dom), true);
    check_position(&draft);
    if (!draft.found.date_count && !draft.found.opening_hours.n && !draft.found.opening_words.n && !draft.found.detail.n)
        draft_refuse(&draft, MARKET_NO_DATE, MARKET_LOST_MARKET, draft.found.name);
    reader_keep(&draft);
}

static struct str next_page(struct list *list)
{
    const struct dom_node **nodes;
    struct str text, none;
    if (!list->settings->next || !dom_pick_all(list->dom, list->settings->next, dom_root(list->dom), 1, &nodes, &none))
        return STR_NULL;
    text = dom_attribute(list->dom, nodes[0], "href");
    struct market_found holder = {0};
    if (found_set(list->reader->arena, &holder, FOUND_URL, text, list->reader->base) == FOUND_OK)
        return holder.url;
    reader_refuse(list->reader, MARKET_BAD_URL, MARKET_LOST_PART, arena_printf(list->reader->arena, "line %zu", dom_line(nodes[0])), text);
    return STR_NULL;
}

void read_list(struct reader *reader)
{
    struct list list = {.reader = reader, .settings = reader->input->settings};
    const struct dom_node **items;
    struct str none;
    if (!list.settings || !list.settings->item) {
        reader_refuse(reader, MARKET_UNSUPPORTED, MARKET_LOST_ALL, STR_NULL, STR("the settings name no item"));
        return;
    }
    list.dom = page_open(reader);
    if (!list.dom)
        return;
    size_t count = dom_pick_all(list.dom, list.settings->item, dom_root(list.dom), MARKET_READ_MARKETS + 1, &items, &none);
    /* A page that was built anew has none either: nobody may take that for markets that are gone. */
    if (!count)
        reader_refuse(reader, MARKET_NOT_THIS_KIND, MARKET_LOST_ALL, STR_NULL, STR("no items"));
    for (size_t i = 0; i < count && (reader->market_count < MARKET_READ_MARKETS || reader_has_room(reader)); i++)
        read_item(&list, items[i]);
    reader->next = next_page(&list);
    page_close(reader, list.dom);
}

void read_list_detail(struct draft *draft)
{
    struct list list = {.reader = draft->reader, .settings = draft->reader->input->settings};
    list.dom = page_open(draft->reader);
    if (!list.dom)
        return;
    read_fields(&list, draft, &list.settings->detail, dom_root(list.dom), false);
    check_position(draft);
    page_close(draft->reader, list.dom);
}
