/* HTML, however broken, as a tree of elements: libxml2 behind limits of time and memory. Nothing is fetched. */
#ifndef CURIO_MARKET_DOM_H
#define CURIO_MARKET_DOM_H

#include "core/arena.h"

struct dom;
struct dom_node;

enum {
    DOM_BYTES = 8 << 20,
    DOM_TAGS = 300000, DOM_ATTRIBUTES = 500000, DOM_TAG_ATTRIBUTES = 500, /* each attribute is compared with those before it */
    DOM_TEXT = 1 << 16,       /* bytes of one text */
    DOM_WORK = 64 << 20,      /* bytes of all texts; nested ones are read once a level */
    DOM_STEPS = 20000000      /* elements looked at */
};

enum dom_result {
    DOM_OK,
    DOM_DEEP,  /* what came before that depth is there */
    DOM_LARGE  /* past DOM_BYTES, DOM_TAGS or DOM_ATTRIBUTES; nothing is there */
};
/* HTML is UTF-8 without NUL. Freed with the arena. */
enum dom_result dom_parse(struct arena *, struct str html, struct dom **) __attribute__((warn_unused_result));
bool dom_exhausted(const struct dom *); /* DOM_WORK or DOM_STEPS were used up: what was read last is not all */

/* Elements only. Null is taken, and gives null. */
const struct dom_node *dom_root(const struct dom *);
const struct dom_node *dom_parent(const struct dom_node *);
const struct dom_node *dom_child(const struct dom_node *);
const struct dom_node *dom_sibling(const struct dom_node *);
/* The element after NODE in the document's order, below ROOT; INSIDE: those in NODE first. Null at the end. */
const struct dom_node *dom_after(struct dom *, const struct dom_node *root, const struct dom_node *node, bool inside);
struct str dom_name(const struct dom_node *); /* small letters */
bool dom_is(const struct dom_node *, const char *name);
size_t dom_line(const struct dom_node *);
/* Absent where there is none; empty for one without a value. Lives as long as the page. */
struct str dom_attribute(struct dom *, const struct dom_node *, const char *name);
const struct dom_node *dom_by_id(struct dom *, struct str id);
/* One of the words of an attribute such as class. Walks them: *REST begins as the whole. */
bool dom_word(struct str *rest, struct str *word);
bool dom_has_word(struct str words, struct str word);
/* The words that a reader sees: line ends for <br>, empty lines between paragraphs, no scripts. */
struct str dom_text(struct dom *, const struct dom_node *);
/* All that stands in it, as it stands: of scripts. */
struct str dom_raw(struct dom *, const struct dom_node *);

/* A text that may be HTML, as dom_text has it: as it is where it holds no tag and no entity that HTML knows. */
struct str dom_plain(struct arena *, struct str text);

/* XPath 1.0, compiled; null where it is wrong. Freed with the arena. */
struct dom_pick;
struct dom_pick *dom_pick_new(struct arena *, struct str xpath);
/* What it selects seen from NODE, at most MOST, in the document's order. An expression that gives a text or a number sets *text, else it is absent. */
size_t dom_pick_all(struct dom *, const struct dom_pick *, const struct dom_node *node, size_t most, const struct dom_node ***nodes, struct str *text);

#endif
