#include "tools/tmplc_parse.h"

/* The last name in an expression: {number(build.blocks)} is called {blocks} in the message that translators see. */
static struct str placeholder_name(const struct expression *value)
{
    while (value->kind == EXPRESSION_CALL && value->argument_count > 0)
        value = value->arguments[0];
    if (value->kind != EXPRESSION_PATH)
        return STR_NULL;
    return value->step_count > 0 ? value->steps[value->step_count - 1]->name : value->variable->name;
}

static bool same_expression(const struct source *source, const struct expression *a, const struct expression *b)
{
    return str_eq(str_trim(str_slice(source->text, a->at, a->end)), str_trim(str_slice(source->text, b->at, b->end)));
}

/* "EXPRESSION}" at the cursor. */
static bool read_placeholder(struct parser *parser, struct message *message, size_t from, size_t until, struct buf *out)
{
    const struct source *source = &parser->template->source;
    cursor_open(&parser->cursor, source, parser->mistakes, from, until);
    const struct expression *value = expression_read(parser);
    if (value == NULL || !expression_prints(parser, value, PLACE_ATTRIBUTE))
        return false;
    struct str name = placeholder_name(value);
    const char *why = parser->cursor.next.kind != TOKEN_END                ? "one expression must stand in { }"
                      : name.p == NULL                                      ? "a placeholder must name something"
                      : message->placeholder_count == MESSAGE_ARGUMENTS ? "too many placeholders"
                                                                        : NULL;
    size_t i = 0;
    while (i < message->placeholder_count && !str_eq(message->placeholders[i].name, name))
        i++;
    if (why == NULL && i < message->placeholder_count && !same_expression(source, value, message->placeholders[i].value))
        why = "two placeholders would have the same name";
    if (why != NULL) {
        source_mistake(parser->mistakes, source, from, "%s", why);
        return false;
    }
    if (i == message->placeholder_count)
        message->placeholders[message->placeholder_count++] = (struct placeholder){name, value};
    buf_printf(out, "{" STR_FMT "}", STR_ARG(name));
    return true;
}

/* One form of the message: white space becomes single spaces, {expressions} become {names}. */
static bool read_form(struct parser *parser, struct message *message, size_t from, size_t until, struct str *out)
{
    const struct source *source = &parser->template->source;
    struct buf text;
    buf_init(&text, TOOL_FILE_MAX);
    bool good = true, space = false;
    for (size_t at = from; good && at < until; at++) {
        char c = source->text.p[at];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            space = text.n > 0;
            continue;
        }
        if (space)
            buf_add_char(&text, ' ');
        space = false;
        ptrdiff_t close = c == '{' ? str_find(str_slice(source->text, at, until), STR("}")) : 0;
        if (close < 0) {
            source_mistake(parser->mistakes, source, at, "{ is never closed by }");
            good = false;
        } else if (c == '{') {
            good = read_placeholder(parser, message, at + 1, at + (size_t)close, &text);
            at += (size_t)close;
        } else {
            buf_add_char(&text, c);
        }
    }
    if (good && text.n == 0)
        source_mistake(parser->mistakes, source, from, "an empty message");
    good = good && text.n > 0;
    *out = good ? arena_str(parser->arena, buf_str(&text)) : STR_NULL;
    buf_free(&text);
    return good;
}

/* "COUNT:" before a message with two forms. */
static bool read_count(struct parser *parser, struct message *message, size_t *from, size_t until)
{
    const struct source *source = &parser->template->source;
    ptrdiff_t colon = str_find(str_slice(source->text, *from, until), STR(":"));
    if (colon < 0) {
        source_mistake(parser->mistakes, source, *from, "two forms need a count: [[count: one form|many]]");
        return false;
    }
    cursor_open(&parser->cursor, source, parser->mistakes, *from, *from + (size_t)colon);
    message->count = expression_read(parser);
    if (message->count == NULL)
        return false;
    const struct value_type_of *type = &message->count->type;
    bool counts = !type->list && (type->kind == TYPE_INT || type->kind == TYPE_BIGINT) && (!type->nullable || message->count->known);
    if (!counts || parser->cursor.next.kind != TOKEN_END)
        source_mistake(parser->mistakes, source, *from, "what counts must be a number that is not null");
    *from += (size_t)colon + 1;
    return counts;
}

struct message *message_read(struct parser *parser, size_t from, size_t until)
{
    struct message *message = ARENA_NEW(parser->arena, struct message);
    ptrdiff_t bar = str_find(str_slice(parser->template->source.text, from, until), STR("|"));
    if (bar < 0)
        return read_form(parser, message, from, until, &message->one) ? message : NULL;
    size_t middle = from + (size_t)bar;
    if (!read_count(parser, message, &from, middle) || !read_form(parser, message, from, middle, &message->one) ||
        !read_form(parser, message, middle + 1, until, &message->many))
        return NULL;
    return message;
}
