/* What a page says in data for machines, as a tree: read from JSON as it is really found, or built from microdata and microformats. Each
 * value knows where it stands. */
#ifndef CURIO_MARKET_TREE_H
#define CURIO_MARKET_TREE_H

#include "core/arena.h"

enum tree_kind { TREE_NULL, TREE_BOOL, TREE_NUMBER, TREE_TEXT, TREE_LIST, TREE_OBJECT };

struct tree {
    enum tree_kind kind;
    uint32_t line;          /* from 1 */
    uint32_t index, count;  /* in its list or object; of its own */
    struct str text;        /* of a text; else as it is written: "true", "1e3" */
    struct str name;        /* of a member */
    bool used;              /* for whoever walks it: this was dealt with */
    struct tree *parent, *first, *last, *next;
};

enum { TREE_DEPTH = 64, TREE_VALUES = 1000000 };

enum tree_result {
    TREE_OK,
    TREE_REPAIRED, /* not JSON, but with one meaning: comments, line ends in texts, commas too many */
    TREE_CUT,      /* more than TREE_VALUES: what came first is there, its last element whole */
    TREE_DEEP,
    TREE_BROKEN    /* at *line */
};
/* TEXT is UTF-8 without NUL and stands at line FIRST_LINE of its source. Broken and deep leave no root. */
enum tree_result tree_read(struct arena *, struct str text, size_t first_line, struct tree **root, size_t *line) __attribute__((warn_unused_result));

struct tree *tree_new(struct arena *, enum tree_kind, size_t line);
struct tree *tree_text(struct arena *, struct str text, size_t line);
/* As the last member of an object or element of a list. TREE has no parent yet. */
void tree_add(struct tree *parent, struct str name, struct tree *);

/* The same; of a name that is there already, the values become a list. False when the object has TREE_MEMBERS of them. */
enum { TREE_MEMBERS = 1000 };
bool tree_put(struct arena *, struct tree *object, struct str name, struct tree *);

/* Null is taken everywhere, and has no members. Of a name that stands twice, the last. */
struct tree *tree_member(const struct tree *object, const char *name);
/* The first element where it is a list, else itself. */
struct tree *tree_one(const struct tree *);
/* Walks a value as if it were a list: itself, or its elements. for (t = tree_begin(v); t; t = tree_after(v, t)) */
struct tree *tree_begin(const struct tree *);
struct tree *tree_after(const struct tree *value, const struct tree *element);
/* The text of a scalar; absent for lists, objects and what is not there; empty for null. */
struct str tree_scalar(const struct tree *);
struct str tree_where(struct arena *, const struct tree *); /* "line 12, $['@graph'][3].startDate" */

#endif
