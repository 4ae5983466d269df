#include "tools/tmplc_builtins.h"
#include "tools/tmplc_parse.h"

#include <string.h>

static const struct expression *read_or(struct parser *);

static void wrong(struct parser *parser, size_t at, const char *why, struct str what)
{
    source_mistake(parser->mistakes, &parser->template->source, at, "%s" STR_FMT, why, STR_ARG(what));
}

static struct expression *expression_new(struct parser *parser, enum expression_kind kind, size_t at)
{
    struct expression *made = ARENA_NEW(parser->arena, struct expression);
    made->kind = kind;
    made->at = at;
    return made;
}

static struct str as_written(const struct parser *parser, const struct expression *expression)
{
    return str_trim(str_slice(parser->template->source.text, expression->at, expression->end));
}

static struct value_type_of type_of_member(const struct declared_type *type)
{
    return (struct value_type_of){(int)type->kind, type->nullable, type->array, type->shape};
}

static struct variable *variable_find(const struct parser *parser, struct str name)
{
    for (struct variable *variable = parser->innermost; variable != NULL; variable = variable->outer) {
        if (str_eq(variable->name, name))
            return variable;
    }
    return NULL;
}

static const struct declared_member *column_find(const struct declared *shape, struct str name)
{
    for (size_t i = 0; i < shape->columns.count; i++) {
        if (str_eq(shape->columns.at[i].name, name))
            return &shape->columns.at[i];
    }
    return NULL;
}

static void mark_known(const struct parser *parser, struct expression *expression)
{
    struct str text = as_written(parser, expression);
    for (size_t i = 0; i < parser->known_count; i++)
        expression->known = expression->known || str_eq(parser->known[i], text);
}

/* ".COLUMN" after a row. */
static bool read_step(struct parser *parser, struct expression *path)
{
    struct token name = cursor_take(&parser->cursor);
    if (path->type.kind != TYPE_SHAPE || path->type.list) {
        wrong(parser, name.at, "only a row has columns, so there is no ", name.text);
        return false;
    }
    const struct declared_member *column = column_find(path->type.shape, name.text);
    if (column == NULL) {
        source_mistake(parser->mistakes, &parser->template->source, name.at, "unknown column " STR_FMT " of " STR_FMT, STR_ARG(name.text),
                       STR_ARG(path->type.shape->name));
        return false;
    }
    if (path->step_count == PATH_STEPS) {
        wrong(parser, name.at, "too many columns in one another", STR(""));
        return false;
    }
    path->steps[path->step_count++] = column;
    bool nullable = path->type.nullable;
    path->type = type_of_member(&column->type);
    path->type.nullable = path->type.nullable || nullable;
    path->end = name.end;
    return true;
}

static const struct expression *read_path(struct parser *parser, struct token name)
{
    struct variable *variable = variable_find(parser, name.text);
    if (variable == NULL) {
        wrong(parser, name.at, "unknown name ", name.text);
        return NULL;
    }
    variable->used = true;
    struct expression *path = expression_new(parser, EXPRESSION_PATH, name.at);
    path->variable = variable;
    path->type = variable->type;
    path->end = name.end;
    while (cursor_accept(&parser->cursor, ".")) {
        if (!read_step(parser, path))
            return NULL;
    }
    mark_known(parser, path);
    return path;
}

static bool same_kind(const struct value_type_of *wanted, const struct value_type_of *given)
{
    bool widens = wanted->kind == TYPE_BIGINT && given->kind == TYPE_INT && !wanted->nullable;
    bool decides = wanted->kind == TYPE_BOOL && given->kind == KIND_CONDITION && !wanted->nullable;
    return (wanted->kind == given->kind || widens || decides) && wanted->list == given->list && wanted->shape == given->shape;
}

static bool builtin_takes(struct parser *parser, const struct expression *call)
{
    const struct builtin *builtin = call->builtin;
    if (call->argument_count != builtin->argument_count) {
        source_mistake(parser->mistakes, &parser->template->source, call->at, "%s takes %zu arguments, not %zu", builtin->name,
                       builtin->argument_count, call->argument_count);
        return false;
    }
    for (size_t i = 0; i < call->argument_count; i++) {
        const struct expression *argument = call->arguments[i];
        struct value_type_of wanted = builtin->arguments[i];
        if (same_kind(&wanted, &argument->type))
            continue;
        source_mistake(parser->mistakes, &parser->template->source, argument->at, "argument %zu of %s has another type", i + 1, builtin->name);
        return false;
    }
    return true;
}

static bool read_list(struct parser *parser, const struct expression *out[CALL_ARGUMENTS], size_t *count)
{
    *count = 0;
    if (cursor_accept(&parser->cursor, ")"))
        return true;
    do {
        const struct expression *argument = *count < CALL_ARGUMENTS ? read_or(parser) : NULL;
        if (*count == CALL_ARGUMENTS)
            wrong(parser, parser->cursor.next.at, "too many arguments", STR(""));
        if (argument == NULL)
            return false;
        out[(*count)++] = argument;
    } while (cursor_accept(&parser->cursor, ","));
    return cursor_expect(&parser->cursor, ")");
}

static const struct expression *read_call(struct parser *parser, struct token name)
{
    struct expression *call = expression_new(parser, EXPRESSION_CALL, name.at);
    call->builtin = builtin_find(name.text);
    if (call->builtin == NULL) {
        wrong(parser, name.at, "unknown builtin ", name.text);
        return NULL;
    }
    if (!read_list(parser, call->arguments, &call->argument_count) || !builtin_takes(parser, call))
        return NULL;
    for (size_t i = 0; i < call->argument_count; i++) {
        const struct builtin *inner = call->arguments[i]->builtin;
        if (inner != NULL && inner->takes == TAKES_OUT) {
            wrong(parser, call->arguments[i]->at, "markup can only be printed", STR(""));
            return NULL;
        }
    }
    call->type = call->builtin->result;
    call->end = parser->cursor.next.at;
    parser->template->needs_memory = parser->template->needs_memory || call->builtin->takes == TAKES_ARENA;
    mark_known(parser, call);
    return call;
}

static const struct expression *read_literal(struct parser *parser, struct token token)
{
    struct expression *literal = expression_new(parser, token.kind == TOKEN_TEXT ? EXPRESSION_TEXT : EXPRESSION_NUMBER, token.at);
    literal->end = token.end;
    literal->text = token.text;
    literal->type.kind = token.kind == TOKEN_TEXT ? TYPE_TEXT : TYPE_BIGINT;
    if (token.kind == TOKEN_TEXT || str_to_int64(token.text, &literal->number))
        return literal;
    wrong(parser, token.at, "a number out of range: ", token.text);
    return NULL;
}

static const struct expression *read_parenthesis(struct parser *parser)
{
    const struct expression *inside = read_or(parser);
    return inside != NULL && cursor_expect(&parser->cursor, ")") ? inside : NULL;
}

static const struct expression *read_bare(struct parser *parser)
{
    struct token token = cursor_take(&parser->cursor);
    if (token.kind == TOKEN_TEXT || token.kind == TOKEN_NUMBER)
        return read_literal(parser, token);
    if (token.kind == TOKEN_MARK && str_eq(token.text, STR("(")))
        return read_parenthesis(parser);
    if (token.kind == TOKEN_NAME)
        return cursor_accept(&parser->cursor, "(") ? read_call(parser, token) : read_path(parser, token);
    wrong(parser, token.at, token.kind == TOKEN_END ? "an expression is missing" : "no expression begins with ", token.text);
    return NULL;
}

static const struct expression *read_primary(struct parser *parser)
{
    const struct expression *made = NULL;
    if (++parser->nesting > NESTING_MAX)
        wrong(parser, parser->cursor.next.at, "nested too deeply", STR(""));
    else
        made = read_bare(parser);
    parser->nesting--;
    return made;
}

static bool is_number(const struct expression *expression)
{
    return !expression->type.list && (expression->type.kind == TYPE_INT || expression->type.kind == TYPE_BIGINT);
}

static bool comparable(const struct expression *left, const struct expression *right, bool orders)
{
    if (is_number(left) && is_number(right))
        return true;
    if (left->type.list || right->type.list || left->type.kind != right->type.kind)
        return false;
    if (orders)
        return left->type.kind == TYPE_FLOAT;
    return left->type.kind == TYPE_TEXT || left->type.kind == TYPE_UUID || left->type.kind == TYPE_BOOL;
}

static const struct expression *read_comparison(struct parser *parser)
{
    static const char *const comparisons[] = {"==", "!=", "<", ">"};
    const struct expression *left = read_primary(parser);
    for (size_t i = 0; left != NULL && i < sizeof comparisons / sizeof comparisons[0]; i++) {
        if (!cursor_accept(&parser->cursor, comparisons[i]))
            continue;
        struct expression *made = expression_new(parser, EXPRESSION_COMPARE, left->at);
        made->left = left;
        made->right = read_primary(parser);
        made->type.kind = KIND_CONDITION;
        memcpy(made->comparison, comparisons[i], strlen(comparisons[i]));
        if (made->right == NULL)
            return NULL;
        if (comparable(left, made->right, i > 1))
            return made;
        wrong(parser, left->at, "these cannot be compared with ", str_of(comparisons[i]));
        return NULL;
    }
    return left;
}

/* Whether EXPRESSION can be true or false; says why not. */
static bool decides(struct parser *parser, const struct expression *expression)
{
    const struct value_type_of *type = &expression->type;
    bool literal = expression->kind == EXPRESSION_TEXT || expression->kind == EXPRESSION_NUMBER;
    bool always = !type->nullable && !type->list && (type->kind == TYPE_UUID || type->kind == TYPE_TIMESTAMP || type->kind == TYPE_SHAPE);
    bool printed = expression->kind == EXPRESSION_CALL && expression->builtin->takes == TAKES_OUT;
    if (!literal && !always && !printed)
        return true;
    wrong(parser, expression->at, printed ? "markup can only be printed" : "this is always true", STR(""));
    return false;
}

static const struct expression *read_not(struct parser *parser)
{
    size_t at = parser->cursor.next.at;
    if (!cursor_accept(&parser->cursor, "not"))
        return read_comparison(parser);
    bool again = cursor_is(&parser->cursor, "not");
    if (again)
        wrong(parser, at, "not twice", STR(""));
    const struct expression *inside = again ? NULL : read_comparison(parser);
    if (inside == NULL || !decides(parser, inside))
        return NULL;
    struct expression *made = expression_new(parser, EXPRESSION_NOT, at);
    made->left = inside;
    made->type.kind = KIND_CONDITION;
    return made;
}

static const struct expression *read_chain(struct parser *parser, const char *word, enum expression_kind kind,
                                           const struct expression *(*read_part)(struct parser *))
{
    const struct expression *left = read_part(parser);
    size_t known = parser->known_count;
    while (left != NULL && cursor_is(&parser->cursor, word)) {
        cursor_take(&parser->cursor);
        if (kind == EXPRESSION_AND)
            known_add(parser, left);
        struct expression *made = expression_new(parser, kind, left->at);
        made->left = left;
        made->right = read_part(parser);
        made->type.kind = KIND_CONDITION;
        bool good = made->right != NULL && decides(parser, left) && decides(parser, made->right);
        left = good ? made : NULL;
    }
    parser->known_count = known;
    return left;
}

static const struct expression *read_and(struct parser *parser)
{
    return read_chain(parser, "and", EXPRESSION_AND, read_not);
}

static const struct expression *read_or(struct parser *parser)
{
    return read_chain(parser, "or", EXPRESSION_OR, read_and);
}

const struct expression *expression_read(struct parser *parser)
{
    return read_or(parser);
}

const struct expression *condition_read(struct parser *parser)
{
    const struct expression *condition = read_or(parser);
    return condition != NULL && decides(parser, condition) ? condition : NULL;
}

void known_add(struct parser *parser, const struct expression *condition)
{
    if (condition->kind == EXPRESSION_AND) {
        known_add(parser, condition->left);
        known_add(parser, condition->right);
    } else if (condition->kind == EXPRESSION_COMPARE && str_eq(str_of(condition->comparison), STR("=="))) {
        known_add(parser, condition->left);
        known_add(parser, condition->right);
    } else if ((condition->kind == EXPRESSION_PATH || condition->kind == EXPRESSION_CALL) && parser->known_count < KNOWN_MAX) {
        parser->known[parser->known_count++] = as_written(parser, condition);
    }
}

bool arguments_read(struct parser *parser, const struct template *template, const struct expression *out[CALL_ARGUMENTS], size_t *count)
{
    size_t at = parser->cursor.next.at;
    if (!cursor_expect(&parser->cursor, "(") || !read_list(parser, out, count))
        return false;
    if (*count != template->argument_count) {
        source_mistake(parser->mistakes, &parser->template->source, at, STR_FMT " takes %zu arguments, not %zu", STR_ARG(template->name),
                       template->argument_count, *count);
        return false;
    }
    for (size_t i = 0; i < *count; i++) {
        const struct variable *wanted = template->arguments[i];
        bool printed = out[i]->builtin != NULL && out[i]->builtin->takes == TAKES_OUT;
        bool null = out[i]->type.nullable && !out[i]->known && !wanted->type.nullable;
        const char *why = !same_kind(&wanted->type, &out[i]->type) ? "has another type"
                          : printed                                ? "is markup, which can only be printed"
                          : null                                   ? "may be null here, ask {% if … %} before"
                                                                   : NULL;
        if (why == NULL)
            continue;
        source_mistake(parser->mistakes, &parser->template->source, out[i]->at, "argument " STR_FMT " of " STR_FMT " %s", STR_ARG(wanted->name),
                       STR_ARG(template->name), why);
        return false;
    }
    return true;
}

bool expression_prints(struct parser *parser, const struct expression *expression, enum place place)
{
    int kind = expression->type.list ? -1 : expression->type.kind;
    const char *why = NULL;
    if (kind == KIND_MARKUP)
        why = place == PLACE_TEXT ? NULL : "markup can only stand between tags";
    else if (kind == TYPE_TIMESTAMP)
        why = "a time is printed by date(), datetime() or ago()";
    else if (kind != TYPE_TEXT && kind != TYPE_JSONB && kind != TYPE_INT && kind != TYPE_BIGINT && kind != TYPE_FLOAT && kind != TYPE_UUID)
        why = "this cannot be printed";
    if (why != NULL)
        wrong(parser, expression->at, why, STR(""));
    return why == NULL;
}
