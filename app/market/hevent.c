/* h-event of microformats2, and hCalendar as it was before: http://microformats.org/wiki/h-event */
#include "market/page.h"

#include "market/times.h"

struct walk {
    struct arena *arena;
    struct dom *dom;
    bool old; /* hCalendar's class names */
};

/* A property's class and schema.org's word for it. */
struct word {
    const char *name, *schema, *old; /* old: the class in hCalendar */
};

static const struct word event_words[] = {
    {"p-name", "name", "summary"}, {"dt-start", "startDate", "dtstart"}, {"dt-end", "endDate", "dtend"}, {"dt-duration", "duration", "duration"},
    {"e-content", "description", NULL}, {"p-description", "description", "description"}, {"e-description", "description", NULL}, {"p-summary", "description", NULL},
    {"p-location", "location", "location"}, {"h-geo", "location", NULL}, {"p-category", "keywords", "category"}, {"u-url", "url", "url"}, {"u-uid", "@id", "uid"},
    {"u-photo", "image", "photo"}, {"u-featured", "image", NULL}, {"p-organizer", "organizer", "organizer"}, {"u-organizer", "organizer", NULL},
    {"p-status", "eventStatus", "status"}, {"dt-updated", "dateModified", "last-modified"}, {"p-geo", "location", "geo"},
};
static const struct word card_words[] = {
    {"p-name", "name", "fn"}, {"p-org", "name", "org"}, {"u-url", "url", "url"}, {"u-email", "email", "email"}, {"p-tel", "telephone", "tel"}, {"u-tel", "telephone", NULL},
    {"p-street-address", "streetAddress", "street-address"}, {"p-locality", "addressLocality", "locality"}, {"p-region", "addressRegion", "region"},
    {"p-postal-code", "postalCode", "postal-code"}, {"p-country-name", "addressCountry", "country-name"}, {"p-latitude", "latitude", "latitude"},
    {"p-longitude", "longitude", "longitude"},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct str classes(struct walk *walk, const struct dom_node *node)
{
    struct str words = dom_attribute(walk->dom, node, "class");
    return words.p ? words : STR("");
}

static bool is_root(struct walk *walk, struct str words)
{
    struct str word;
    while (dom_word(&words, &word)) {
        if (word.n > 2 && str_starts_with(word, STR("h-")))
            return true;
        if (walk->old && (str_eq(word, STR("vcard")) || str_eq(word, STR("adr")) || str_eq(word, STR("vevent"))))
            return true;
    }
    return false;
}

static struct str first_attribute(struct walk *walk, const struct dom_node *node, const char *const pairs[][2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dom_is(node, pairs[i][0])) {
            struct str value = dom_attribute(walk->dom, node, pairs[i][1]);
            if (value.p)
                return value;
        }
    return STR_NULL;
}

static struct str plain_value(struct walk *walk, const struct dom_node *node)
{
    static const char *const pairs[][2] = {{"abbr", "title"}, {"link", "title"}, {"data", "value"}, {"input", "value"}, {"img", "alt"}, {"area", "alt"},
                                           {"time", "datetime"}, {"ins", "datetime"}, {"del", "datetime"}};
    struct str value = first_attribute(walk, node, pairs, COUNT(pairs));
    return value.p ? value : dom_text(walk->dom, node);
}

static struct str url_value(struct walk *walk, const struct dom_node *node)
{
    static const char *const pairs[][2] = {{"a", "href"}, {"area", "href"}, {"link", "href"}, {"img", "src"}, {"audio", "src"}, {"video", "src"},
                                           {"source", "src"}, {"iframe", "src"}, {"object", "data"}};
    struct str value = first_attribute(walk, node, pairs, COUNT(pairs));
    return value.p ? value : plain_value(walk, node);
}

/* The parts of class "value" below NODE, one after the other; SEPARATOR between them. Absent where there are none. */
static struct str value_class(struct walk *walk, const struct dom_node *root, const char *separator)
{
    struct str joined = STR_NULL;
    const struct dom_node *node = dom_after(walk->dom, root, root, true);
    while (node) {
        struct str words = classes(walk, node), part = STR_NULL;
        if (dom_has_word(words, STR("value-title")))
            part = dom_attribute(walk->dom, node, "title");
        else if (dom_has_word(words, STR("value")))
            part = plain_value(walk, node);
        if (part.p && joined.n < 200)
            joined = joined.p ? arena_printf(walk->arena, STR_FMT "%s" STR_FMT, STR_ARG(joined), separator, STR_ARG(str_trim(part))) : str_trim(part);
        node = dom_after(walk->dom, root, node, !part.p && !is_root(walk, words));
    }
    return joined;
}

/* "07:00pm", "22:00-06:00", "19:00Z" */
static bool is_clock(struct str text)
{
    int64_t seconds;
    size_t at = text.n;
    while (at > 0 && strchr("0123456789:Zz", text.p[at - 1]))
        at--;
    bool has_offset = at > 0 && (text.p[at - 1] == '+' || text.p[at - 1] == '-');
    if (!has_offset && text.n && ascii_lower(text.p[text.n - 1]) == 'z')
        return times_clock(str_slice(text, 0, text.n - 1), &seconds);
    return times_clock(has_offset ? str_slice(text, 0, at - 1) : text, &seconds);
}

/* "2009-06-26 07:00pm"; an hour alone is of the day that the event starts at. */
static struct str date_value(struct walk *walk, const struct dom_node *node, const struct tree *item)
{
    struct str value = value_class(walk, node, " ");
    if (!value.p)
        value = plain_value(walk, node);
    struct str start = tree_scalar(tree_one(tree_member(item, "startDate")));
    if (start.n >= 10 && is_clock(str_trim(value)))
        return arena_printf(walk->arena, STR_FMT " " STR_FMT, STR_ARG(str_slice(start, 0, 10)), STR_ARG(str_trim(value)));
    return value;
}

static struct str property_value(struct walk *walk, const struct dom_node *node, const char *name, const struct tree *item)
{
    if (strncmp(name, "dt-", 3) == 0)
        return date_value(walk, node, item);
    if (strncmp(name, "e-", 2) == 0)
        return dom_text(walk->dom, node);
    struct str value = value_class(walk, node, "");
    if (value.p)
        return value;
    return strncmp(name, "u-", 2) == 0 ? url_value(walk, node) : plain_value(walk, node);
}

static const struct word *word_of(const struct walk *walk, const struct word *words, size_t count, struct str class)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(class, str_of(walk->old ? words[i].old : words[i].name)))
            return &words[i];
    return NULL;
}

static void put_text(struct walk *walk, struct tree *object, const char *name, struct str text, const struct dom_node *node)
{
    (void)tree_put(walk->arena, object, str_of(name), tree_text(walk->arena, text, dom_line(node)));
}

/* An h-card, h-adr or h-geo: all its properties, those of cards in it as well, as a Place or Organization has them. */
static struct tree *card_tree(struct walk *walk, const struct dom_node *root)
{
    struct tree *card = tree_new(walk->arena, TREE_OBJECT, dom_line(root)), *address = tree_new(walk->arena, TREE_OBJECT, dom_line(root));
    for (const struct dom_node *node = root; node; node = dom_after(walk->dom, root, node, true)) {
        struct str words = classes(walk, node), class;
        while (node != root && dom_word(&words, &class)) {
            const struct word *word = word_of(walk, card_words, COUNT(card_words), class);
            if (!word || (strcmp(word->schema, "name") == 0 && tree_member(card, "name")))
                continue;
            bool in_address = strncmp(word->schema, "address", 7) == 0 || strcmp(word->schema, "streetAddress") == 0 || strcmp(word->schema, "postalCode") == 0;
            put_text(walk, in_address ? address : card, word->schema, property_value(walk, node, word->name, NULL), node);
        }
    }
    if (address->count)
        tree_add(card, STR("address"), address);
    if (!tree_member(card, "name") && !address->count && !tree_member(card, "latitude"))
        put_text(walk, card, "name", plain_value(walk, root), root);
    struct str words = classes(walk, root);
    if (!tree_member(card, "url") && !walk->old && dom_has_word(words, STR("h-card")) && dom_is(root, "a"))
        put_text(walk, card, "url", url_value(walk, root), root);
    if (!tree_member(card, "name") && dom_has_word(words, STR("h-card")) && dom_is(root, "a"))
        put_text(walk, card, "name", plain_value(walk, root), root);
    return card;
}

/* The properties below ROOT, down to where another microformat begins. */
static void add_properties(struct walk *walk, struct tree *item, const struct dom_node *root, bool *explicit)
{
    const struct dom_node *node = dom_after(walk->dom, root, root, true);
    while (node) {
        struct str words = classes(walk, node), rest = words, class;
        bool nested = is_root(walk, words);
        while (dom_word(&rest, &class)) {
            const struct word *word = word_of(walk, event_words, COUNT(event_words), class);
            *explicit |= nested || str_starts_with(class, STR("p-")) || str_starts_with(class, STR("e-"));
            if (!word || (strcmp(word->schema, "description") == 0 && tree_member(item, "description")) ||
                (strcmp(word->name, "h-geo") == 0 && tree_member(item, "location")))
                continue;
            if (nested && (strcmp(word->schema, "location") == 0 || strcmp(word->schema, "organizer") == 0))
                (void)tree_put(walk->arena, item, str_of(word->schema), card_tree(walk, node));
            else
                put_text(walk, item, word->schema, property_value(walk, node, word->name, item), node);
        }
        node = dom_after(walk->dom, root, node, !nested);
    }
}

/* What an h-event says without saying it is a property. */
static void add_implied(struct walk *walk, struct tree *item, const struct dom_node *root, bool explicit)
{
    const struct dom_node *only = dom_child(root) && !dom_sibling(dom_child(root)) ? dom_child(root) : NULL;
    const struct dom_node *link = dom_is(root, "a") ? root : dom_is(only, "a") && !is_root(walk, classes(walk, only)) ? only : NULL;
    const struct dom_node *image = dom_is(root, "img") ? root : dom_is(only, "img") && !is_root(walk, classes(walk, only)) ? only : NULL;
    if (!explicit && !tree_member(item, "name"))
        put_text(walk, item, "name", image ? plain_value(walk, image) : plain_value(walk, root), root);
    if (link && !tree_member(item, "url"))
        put_text(walk, item, "url", url_value(walk, link), root);
    if (image && !tree_member(item, "image"))
        put_text(walk, item, "image", url_value(walk, image), root);
}

static struct tree *event_tree(struct walk *walk, const struct dom_node *root)
{
    struct tree *item = tree_new(walk->arena, TREE_OBJECT, dom_line(root));
    bool explicit = false;
    put_text(walk, item, "@type", STR("Event"), root);
    add_properties(walk, item, root, &explicit);
    if (!walk->old)
        add_implied(walk, item, root, explicit);
    return item;
}

struct tree *hevent_tree(struct arena *arena, struct dom *dom)
{
    struct tree *list = tree_new(arena, TREE_LIST, 1);
    for (const struct dom_node *node = dom_root(dom); node; node = dom_after(dom, NULL, node, true)) {
        struct walk walk = {.arena = arena, .dom = dom};
        struct str words = classes(&walk, node);
        bool is_new = dom_has_word(words, STR("h-event"));
        walk.old = !is_new;
        if (is_new || dom_has_word(words, STR("vevent")))
            tree_add(list, STR_NULL, event_tree(&walk, node));
    }
    return list;
}
