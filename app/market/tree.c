#include "market/tree.h"

#include "core/buf.h"
#include "core/utf8.h"

struct tree *tree_new(struct arena *arena, enum tree_kind kind, size_t line)
{
    struct tree *tree = ARENA_NEW(arena, struct tree);
    tree->kind = kind;
    tree->line = line > UINT32_MAX ? UINT32_MAX : (uint32_t)line;
    return tree;
}

struct tree *tree_text(struct arena *arena, struct str text, size_t line)
{
    struct tree *tree = tree_new(arena, TREE_TEXT, line);
    tree->text = text.p ? text : STR("");
    return tree;
}

void tree_add(struct tree *parent, struct str name, struct tree *tree)
{
    tree->parent = parent;
    tree->name = name;
    tree->index = parent->count++;
    if (parent->last)
        parent->last->next = tree;
    else
        parent->first = tree;
    parent->last = tree;
}

struct tree *tree_member(const struct tree *object, const char *name)
{
    struct tree *found = NULL;
    struct str wanted = str_of(name);
    if (object && object->kind == TREE_OBJECT)
        for (struct tree *member = object->first; member; member = member->next)
            if (str_eq(member->name, wanted))
                found = member;
    return found;
}

struct tree *tree_one(const struct tree *tree)
{
    return tree && tree->kind == TREE_LIST ? tree->first : (struct tree *)(uintptr_t)tree;
}

struct tree *tree_begin(const struct tree *value)
{
    return tree_one(value);
}

struct tree *tree_after(const struct tree *value, const struct tree *element)
{
    return value->kind == TREE_LIST ? element->next : NULL;
}

struct str tree_scalar(const struct tree *tree)
{
    if (!tree || tree->kind == TREE_LIST || tree->kind == TREE_OBJECT)
        return STR_NULL;
    return tree->kind == TREE_NULL ? STR("") : tree->text;
}

static struct tree *member_named(struct tree *object, struct str name)
{
    for (struct tree *member = object->first; member; member = member->next)
        if (str_eq(member->name, name))
            return member;
    return NULL;
}

bool tree_put(struct arena *arena, struct tree *object, struct str name, struct tree *value)
{
    struct tree *there = member_named(object, name);
    if (object->count >= TREE_MEMBERS || (there && there->count >= TREE_MEMBERS))
        return false;
    if (!there) {
        tree_add(object, name, value);
        return true;
    }
    if (there->kind != TREE_LIST) {
        struct tree *first = tree_new(arena, there->kind, there->line);
        first->text = there->text;
        first->first = there->first;
        first->last = there->last;
        first->count = there->count;
        for (struct tree *child = first->first; child; child = child->next)
            child->parent = first;
        there->kind = TREE_LIST;
        there->text = STR_NULL;
        there->first = there->last = NULL;
        there->count = 0;
        tree_add(there, STR_NULL, first);
    }
    tree_add(there, STR_NULL, value);
    return true;
}

static bool is_word(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = ascii_lower(name.p[i]);
        if (!((c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9')))
            return false;
    }
    return name.n > 0;
}

static void add_step(struct buf *path, const struct tree *tree)
{
    struct str name = utf8_truncate(tree->name, 60);
    if (tree->parent->kind == TREE_LIST)
        buf_printf(path, "[%u]", tree->index);
    else if (is_word(name))
        buf_printf(path, "." STR_FMT, STR_ARG(name));
    else
        buf_printf(path, "['" STR_FMT "']", STR_ARG(name));
}

struct str tree_where(struct arena *arena, const struct tree *tree)
{
    const struct tree *steps[TREE_DEPTH + 2];
    size_t count = 0;
    struct buf path;
    buf_init(&path, 2000);
    buf_printf(&path, "line %u, $", tree->line);
    for (const struct tree *at = tree; at->parent && count < TREE_DEPTH + 2; at = at->parent)
        steps[count++] = at;
    while (count > 0)
        add_step(&path, steps[--count]);
    struct str where = arena_str(arena, buf_str(&path));
    buf_free(&path);
    return where;
}
