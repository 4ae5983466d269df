/* HTML microdata: https://html.spec.whatwg.org/multipage/microdata.html */
#include "market/page.h"

enum { ITEM_DEPTH = 40, REFERENCES = 20, ITEMS = 50000 };

struct walk {
    struct arena *arena;
    struct dom *dom;
    const struct dom_node *open[ITEM_DEPTH]; /* the items around the one that is being read */
    unsigned depth;
    size_t items;
};

static struct tree *item_tree(struct walk *, const struct dom_node *);

static bool has(struct walk *walk, const struct dom_node *node, const char *attribute)
{
    return dom_attribute(walk->dom, node, attribute).p != NULL;
}

/* Which attribute holds the value of such an element; `content` counts everywhere, as pages use it. */
static struct str value_of(struct walk *walk, const struct dom_node *node)
{
    static const struct {
        const char *element, *attribute;
    } places[] = {{"a", "href"}, {"area", "href"}, {"link", "href"}, {"img", "src"}, {"audio", "src"}, {"video", "src"}, {"embed", "src"}, {"iframe", "src"},
                  {"source", "src"}, {"track", "src"}, {"object", "data"}, {"data", "value"}, {"meter", "value"}, {"time", "datetime"}};
    struct str content = dom_attribute(walk->dom, node, "content");
    if (content.p)
        return content;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (dom_is(node, places[i].element)) {
            struct str value = dom_attribute(walk->dom, node, places[i].attribute);
            if (value.p)
                return value;
        }
    return dom_text(walk->dom, node);
}

static void add_property(struct walk *walk, struct tree *item, const struct dom_node *node, struct str names)
{
    struct str name;
    while (dom_word(&names, &name)) {
        struct tree *value = has(walk, node, "itemscope") ? item_tree(walk, node) : tree_text(walk->arena, value_of(walk, node), dom_line(node));
        if (value && !tree_put(walk->arena, item, name, value))
            return;
    }
}

/* The properties in NODE and below it, down to where the next item begins. */
static void add_properties(struct walk *walk, struct tree *item, const struct dom_node *root, bool with_root)
{
    const struct dom_node *node = with_root ? root : dom_after(walk->dom, root, root, true);
    while (node) {
        struct str names = dom_attribute(walk->dom, node, "itemprop");
        if (names.n)
            add_property(walk, item, node, names);
        node = dom_after(walk->dom, root, node, !has(walk, node, "itemscope"));
    }
}

/* An item that refers to what is around it is none, says the standard; others may be referred to from everywhere, and multiply. */
static bool may_open(struct walk *walk, const struct dom_node *node)
{
    for (unsigned i = 0; i < walk->depth; i++)
        if (walk->open[i] == node)
            return false;
    return walk->depth < ITEM_DEPTH && walk->items++ < ITEMS;
}

static struct tree *item_tree(struct walk *walk, const struct dom_node *node)
{
    if (!may_open(walk, node))
        return NULL;
    struct tree *item = tree_new(walk->arena, TREE_OBJECT, dom_line(node));
    struct str types = dom_attribute(walk->dom, node, "itemtype"), id = dom_attribute(walk->dom, node, "itemid");
    struct str references = dom_attribute(walk->dom, node, "itemref"), word;
    walk->open[walk->depth++] = node;
    while (types.n && dom_word(&types, &word))
        (void)tree_put(walk->arena, item, STR("@type"), tree_text(walk->arena, word, dom_line(node)));
    if (id.n)
        (void)tree_put(walk->arena, item, STR("@id"), tree_text(walk->arena, id, dom_line(node)));
    add_properties(walk, item, node, false);
    for (int i = 0; i < REFERENCES && references.n && dom_word(&references, &word); i++) {
        const struct dom_node *referred = dom_by_id(walk->dom, word);
        if (referred && referred != node)
            add_properties(walk, item, referred, true);
    }
    walk->depth--;
    return item;
}

struct tree *microdata_tree(struct reader *reader, struct dom *dom)
{
    struct walk walk = {.arena = reader->arena, .dom = dom};
    struct tree *list = tree_new(reader->arena, TREE_LIST, 1);
    const struct dom_node *node = dom_root(dom);
    while (node) {
        bool is_item = has(&walk, node, "itemscope") && !has(&walk, node, "itemprop");
        struct tree *item = is_item ? item_tree(&walk, node) : NULL;
        if (item)
            tree_add(list, STR_NULL, item);
        node = dom_after(dom, NULL, node, !is_item);
    }
    if (walk.items > ITEMS)
        reader_refuse(reader, MARKET_TOO_MANY, MARKET_LOST_PART, STR_NULL, STR("items"));
    return list;
}
