#include "tools/tmplc_parse.h"

#include <stdlib.h>
#include <string.h>

/* What ended a run of nodes. */
enum stop { STOP_EOF, STOP_END, STOP_ELSE, STOP_ELIF };

static enum stop read_nodes(struct parser *, struct node **out);

static void wrong(struct parser *parser, size_t at, const char *why, struct str what)
{
    source_mistake(parser->mistakes, &parser->template->source, at, "%s" STR_FMT, why, STR_ARG(what));
}

const struct template *template_find(const struct template_list *list, struct str name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->at[i].name, name))
            return &list->at[i];
    }
    return NULL;
}

static struct node *node_new(struct parser *parser, enum node_kind kind, size_t at)
{
    struct node *node = ARENA_NEW(parser->arena, struct node);
    node->kind = kind;
    node->at = at;
    return node;
}

/* HTML read so far becomes a node at **TAIL, which moves on. */
static struct node **flush(struct parser *parser, struct node **tail)
{
    if (parser->text.n == 0)
        return tail;
    *tail = node_new(parser, NODE_STATIC, parser->text_at);
    (*tail)->text = arena_str(parser->arena, buf_str(&parser->text));
    buf_clear(&parser->text);
    return &(*tail)->next;
}

static bool expect_end(struct parser *parser)
{
    if (parser->cursor.next.kind == TOKEN_END)
        return true;
    wrong(parser, parser->cursor.next.at, "nothing may follow here, but there is ", parser->cursor.next.text);
    return false;
}

static struct node *read_value(struct parser *parser, const struct piece *piece)
{
    enum place place;
    cursor_open(&parser->cursor, &parser->template->source, parser->mistakes, piece->from, piece->until);
    if (!html_place(&parser->html, parser->mistakes, &parser->template->source, piece->at, &place))
        return NULL;
    const struct expression *value = expression_read(parser);
    if (value == NULL || !expect_end(parser) || !expression_prints(parser, value, place))
        return NULL;
    struct node *node = node_new(parser, NODE_VALUE, piece->at);
    node->value = value;
    node->place = place;
    return node;
}

static struct node *read_message(struct parser *parser, const struct piece *piece)
{
    enum place place;
    if (!html_place(&parser->html, parser->mistakes, &parser->template->source, piece->at, &place))
        return NULL;
    if (place == PLACE_URL || place == PLACE_URL_PART) {
        wrong(parser, piece->at, "an address is not translated", STR(""));
        return NULL;
    }
    struct node *node = node_new(parser, NODE_MESSAGE, piece->at);
    node->message = message_read(parser, piece->from, piece->until);
    return node->message != NULL ? node : NULL;
}

/* An attribute's name that ends with its branch is kept apart from what comes after. */
static void end_name(struct parser *parser)
{
    if (parser->html.where == IN_ATTRIBUTE_NAME) {
        buf_add_char(&parser->text, ' ');
        parser->html.where = IN_TAG;
    }
}

/* The nodes of one branch, which begins as START and must end as *END; the first branch says how. */
static enum stop read_branch(struct parser *parser, const struct html_state *start, struct html_state *end, bool first, struct node **out)
{
    size_t at = parser->at;
    parser->html = *start;
    if (++parser->nesting > NESTING_MAX) {
        wrong(parser, at, "nested too deeply", STR(""));
        parser->at = parser->template->source.text.n;
        return STOP_EOF;
    }
    enum stop stop = read_nodes(parser, out);
    parser->nesting--;
    if (!first && !html_same(&parser->html, end))
        wrong(parser, at, "the branches of this block end in different places of the HTML", STR(""));
    *end = parser->html;
    return stop;
}

static void expect_stop(struct parser *parser, enum stop stop, size_t at, const char *block)
{
    if (stop == STOP_EOF)
        source_mistake(parser->mistakes, &parser->template->source, at, "{%% %s %%} is never closed by {%% end %%}", block);
    else if (stop != STOP_END)
        source_mistake(parser->mistakes, &parser->template->source, at, "{%% %s %%} has one else at most, as its last branch", block);
}

/* "CONDITION %} …" up to the end that closes it. START is how every branch begins. */
static struct node *read_if(struct parser *parser, size_t at, const struct html_state *start, struct html_state *end, bool first)
{
    struct node *node = node_new(parser, NODE_IF, at);
    size_t known = parser->known_count;
    node->value = condition_read(parser);
    if (node->value != NULL && expect_end(parser))
        known_add(parser, node->value);
    enum stop stop = read_branch(parser, start, end, first, &node->body);
    parser->known_count = known;
    if (stop == STOP_ELIF) {
        if (++parser->nesting > NESTING_MAX)
            wrong(parser, at, "too many branches", STR(""));
        else
            node->otherwise = read_if(parser, parser->cursor.next.at, start, end, false);
        parser->nesting--;
        return node;
    }
    if (stop == STOP_ELSE)
        stop = read_branch(parser, start, end, false, &node->otherwise);
    else if (!html_same(start, end))
        wrong(parser, at, "without an else, this block must end where in the HTML it began", STR(""));
    expect_stop(parser, stop, at, "if");
    return node;
}

static bool name_is_free(struct parser *parser, struct token name)
{
    static const char *const kept[] = {"out", "in", "with", "slots", "memory"};
    bool taken = !is_name(name.text) || name.kind != TOKEN_NAME;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        taken = taken || str_eq(name.text, str_of(kept[i]));
    for (const struct variable *variable = parser->innermost; variable != NULL; variable = variable->outer)
        taken = taken || str_eq(variable->name, name.text);
    if (taken)
        wrong(parser, name.at, "this name is taken or cannot be one: ", name.text);
    return !taken;
}

static struct variable *variable_add(struct parser *parser, struct str name, struct value_type_of type)
{
    struct variable *variable = ARENA_NEW(parser->arena, struct variable);
    *variable = (struct variable){.name = name, .type = type, .outer = parser->innermost};
    parser->innermost = variable;
    return variable;
}

/* "NAME in LIST". */
static bool read_for_head(struct parser *parser, struct node *node)
{
    struct token name = cursor_take(&parser->cursor);
    if (!name_is_free(parser, name) || !cursor_expect(&parser->cursor, "in"))
        return false;
    node->value = expression_read(parser);
    if (node->value == NULL || !expect_end(parser))
        return false;
    if (!node->value->type.list) {
        wrong(parser, node->value->at, "only lists can be gone through", STR(""));
        return false;
    }
    struct value_type_of element = node->value->type;
    element.list = element.nullable = false;
    node->variable = variable_add(parser, name.text, element);
    return true;
}

static struct node *read_for(struct parser *parser, size_t at)
{
    struct node *node = node_new(parser, NODE_FOR, at);
    struct variable *outer = parser->innermost;
    bool good = read_for_head(parser, node);
    struct html_state start = parser->html, end;
    start.after_newline = false; /* the end of the body may come before it too */
    enum stop stop = read_branch(parser, &start, &end, true, &node->body);
    parser->innermost = outer;
    if (!html_same(&start, &end))
        wrong(parser, at, "the body of for must end where in the HTML it began", STR(""));
    if (stop == STOP_ELSE)
        stop = read_branch(parser, &start, &end, false, &node->otherwise);
    expect_stop(parser, stop, at, "for");
    return good ? node : NULL;
}

/* "NAME(ARGUMENTS)" of another template. */
static struct node *read_template_call(struct parser *parser, size_t at)
{
    struct node *node = node_new(parser, NODE_CALL, at);
    struct token name = cursor_take(&parser->cursor);
    node->template = template_find(parser->templates, name.text);
    if (node->template == NULL) {
        wrong(parser, name.at, "unknown template ", name.text);
        return NULL;
    }
    return arguments_read(parser, node->template, node->arguments, &node->argument_count) && expect_end(parser) ? node : NULL;
}

static struct node *read_call(struct parser *parser, size_t at)
{
    if (!html_is_text(&parser->html)) {
        wrong(parser, at, "a template can only be called between tags", STR(""));
        return NULL;
    }
    parser->html.after_newline = false;
    return read_template_call(parser, at);
}

static bool has_name(const struct str *names, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(names[i], name))
            return true;
    }
    return false;
}

static struct node *read_slot(struct parser *parser, size_t at)
{
    struct template *template = parser->template;
    struct node *node = node_new(parser, NODE_SLOT, at);
    struct token name = cursor_take(&parser->cursor);
    node->text = name.text;
    parser->html.after_newline = false;
    if (!html_is_text_or_rcdata(&parser->html))
        wrong(parser, at, "a slot can only stand between tags", STR(""));
    else if (!is_name(name.text) || str_eq(name.text, STR("with")))
        wrong(parser, name.at, "a slot needs a name", STR(""));
    else if (has_name(template->slots, template->slot_count, name.text))
        wrong(parser, name.at, "this slot is there twice: ", name.text);
    else if (template->slot_count == CALL_ARGUMENTS)
        wrong(parser, name.at, "too many slots", STR(""));
    else if (expect_end(parser)) {
        template->slots[template->slot_count++] = name.text;
        return node;
    }
    return NULL;
}

static struct node *read_fill(struct parser *parser, size_t at)
{
    struct template *template = parser->template;
    struct node *node = node_new(parser, NODE_FILL, at);
    struct token name = cursor_take(&parser->cursor);
    node->text = name.text;
    for (size_t i = 0; i < template->fill_count; i++) {
        if (str_eq(template->fills[i]->text, name.text))
            wrong(parser, name.at, "this slot is filled twice: ", name.text);
    }
    if (template->extends == NULL || parser->nesting > 0)
        wrong(parser, at, "fill stands in a template that extends another, and in no other block", STR(""));
    else if (template->fill_count == CALL_ARGUMENTS)
        wrong(parser, at, "too many fills", STR(""));
    else if (name.kind != TOKEN_NAME)
        wrong(parser, at, "fill needs the name of a slot", STR(""));
    else if (expect_end(parser))
        template->fills[template->fill_count++] = node;
    struct html_state start = {.where = IN_TEXT, .after_newline = true}, end = start;
    enum stop stop = read_branch(parser, &start, &end, false, &node->body);
    expect_stop(parser, stop, at, "fill");
    parser->html = (struct html_state){.where = IN_TEXT};
    return NULL;
}

static struct node *read_extends(struct parser *parser, size_t at)
{
    if (parser->template->extends != NULL || parser->nesting > 0 || parser->template->body != NULL)
        wrong(parser, at, "extends comes once, before everything else", STR(""));
    else
        parser->template->extends = read_template_call(parser, at);
    return NULL;
}

/* A tag that opens something or stands alone; NULL where it leaves no node. */
static struct node *read_tag(struct parser *parser, size_t at)
{
    struct token word = cursor_take(&parser->cursor);
    struct html_state start = parser->html, end = start;
    if (str_eq(word.text, STR("if"))) {
        if (start.where == IN_ATTRIBUTE_NAME || start.where == IN_TAG_NAME)
            wrong(parser, at, "a condition cannot stand inside a name; put a space before it", STR(""));
        struct node *node = read_if(parser, at, &start, &end, true);
        parser->html.after_newline = false;
        return node;
    }
    if (str_eq(word.text, STR("for")))
        return read_for(parser, at);
    if (str_eq(word.text, STR("call")))
        return read_call(parser, at);
    if (str_eq(word.text, STR("slot")))
        return read_slot(parser, at);
    if (str_eq(word.text, STR("fill")))
        return read_fill(parser, at);
    if (str_eq(word.text, STR("extends")))
        return read_extends(parser, at);
    wrong(parser, word.at, "unknown tag ", word.text);
    return NULL;
}

static bool closes(struct parser *parser, enum stop *stop)
{
    static const char *const words[] = {[STOP_END] = "end", [STOP_ELSE] = "else", [STOP_ELIF] = "elif"};
    for (size_t i = STOP_END; i <= STOP_ELIF; i++) {
        if (cursor_accept(&parser->cursor, words[i])) {
            *stop = (enum stop)i;
            if (*stop != STOP_ELIF)
                expect_end(parser);
            return true;
        }
    }
    return false;
}

static void read_html(struct parser *parser, const struct piece *piece)
{
    struct str text = str_slice(parser->template->source.text, piece->from, piece->until);
    bool outside = parser->template->extends != NULL && parser->nesting == 0;
    if (outside && str_trim(text).n > 0)
        wrong(parser, piece->at, "a template that extends another says everything in its fills", STR(""));
    if (outside)
        return;
    if (parser->text.n == 0)
        parser->text_at = piece->at;
    html_read(&parser->html, parser->mistakes, &parser->template->source, piece->from, piece->until, &parser->text);
}

static enum stop read_nodes(struct parser *parser, struct node **tail)
{
    struct piece piece;
    while (piece_at(&parser->template->source, parser->mistakes, parser->at, &piece)) {
        struct node *node = NULL;
        enum stop stop;
        parser->at = piece.end;
        if (piece.kind == PIECE_TEXT) {
            read_html(parser, &piece);
            continue;
        }
        if (piece.kind == PIECE_TAG) {
            cursor_open(&parser->cursor, &parser->template->source, parser->mistakes, piece.from, piece.until);
            if (closes(parser, &stop)) {
                end_name(parser);
                flush(parser, tail);
                return stop;
            }
        }
        if (piece.kind != PIECE_COMMENT)
            tail = flush(parser, tail);
        if (piece.kind == PIECE_TAG)
            node = read_tag(parser, piece.at);
        else if (piece.kind == PIECE_VALUE)
            node = read_value(parser, &piece);
        else if (piece.kind == PIECE_MESSAGE)
            node = read_message(parser, &piece);
        if (node != NULL) {
            *tail = node;
            tail = &node->next;
        }
    }
    parser->at = parser->template->source.text.n;
    flush(parser, tail);
    return STOP_EOF;
}

static bool read_argument_type(struct parser *parser, struct value_type_of *out)
{
    struct declared_type type;
    const struct source *source = &parser->template->source;
    size_t at = parser->cursor.next.at;
    if (!type_parse(parser->mistakes, source, &at, &type))
        return false;
    cursor_open(&parser->cursor, source, parser->mistakes, at, parser->cursor.end);
    *out = (struct value_type_of){(int)type.kind, type.nullable, type.array, NULL};
    if (type.kind != TYPE_SHAPE)
        return true;
    if (str_eq(type.name, STR("markup")) || str_eq(type.name, STR("form"))) {
        out->kind = type.name.p[0] == 'm' ? KIND_MARKUP : KIND_FORM;
        return true;
    }
    out->shape = contract_find(parser->contracts, type.name);
    if (out->shape != NULL && out->shape->columns.count > 0)
        return true;
    wrong(parser, at, "neither a type nor a contract with rows: ", type.name);
    return false;
}

static bool read_argument(struct parser *parser)
{
    struct template *template = parser->template;
    struct token name = cursor_take(&parser->cursor);
    struct value_type_of type;
    if (!name_is_free(parser, name) || !cursor_expect(&parser->cursor, ":") || !read_argument_type(parser, &type))
        return false;
    if (template->argument_count == CALL_ARGUMENTS) {
        wrong(parser, name.at, "too many arguments", STR(""));
        return false;
    }
    struct variable *argument = variable_add(parser, name.text, type);
    argument->argument = true;
    template->arguments[template->argument_count++] = argument;
    return true;
}

static bool read_arguments(struct parser *parser)
{
    if (!cursor_expect(&parser->cursor, "("))
        return false;
    if (cursor_accept(&parser->cursor, ")"))
        return true;
    do {
        if (!read_argument(parser))
            return false;
    } while (cursor_accept(&parser->cursor, ","));
    return cursor_expect(&parser->cursor, ")");
}

/* "{% template NAME(ARGUMENTS) %}" */
static void read_declaration(struct parser *parser)
{
    struct template *template = parser->template;
    const struct source *source = &template->source;
    struct piece piece;
    template->name = source->stem;
    template->body_at = source->text.n;
    if (!str_starts_with(source->text, STR("{%")) || !piece_at(source, parser->mistakes, 0, &piece)) {
        wrong(parser, 0, "the first line must be {% template NAME(ARGUMENTS) %}", STR(""));
        return;
    }
    template->body_at = piece.end;
    cursor_open(&parser->cursor, source, parser->mistakes, piece.from, piece.until);
    if (!cursor_expect(&parser->cursor, "template"))
        return;
    struct token name = cursor_take(&parser->cursor);
    if (!str_eq(name.text, source->stem) || !is_name(name.text))
        wrong(parser, name.at, "the template must be called as its file, ", source->stem);
    if (read_arguments(parser))
        expect_end(parser);
}

static struct parser parser_of(struct arena *arena, struct mistakes *mistakes, const struct declared_list *contracts,
                               struct template_list *templates, struct template *template)
{
    struct parser parser = {.arena = arena, .mistakes = mistakes, .contracts = contracts, .templates = templates, .template = template,
                            .html = {.where = IN_TEXT, .after_newline = true}, .at = template->body_at};
    if (template->argument_count > 0)
        parser.innermost = template->arguments[template->argument_count - 1];
    buf_init(&parser.text, TOOL_FILE_MAX * 2);
    return parser;
}

static void read_body(struct parser *parser)
{
    size_t end = parser->template->source.text.n;
    if (read_nodes(parser, &parser->template->body) != STOP_EOF)
        wrong(parser, parser->at - 1, "this closes or continues a block that was never opened", STR(""));
    else if (!html_is_text(&parser->html))
        wrong(parser, end, "the template ends inside a tag, an attribute, a comment or an element of plain text", STR(""));
    buf_free(&parser->text);
}

static void check_fills(struct mistakes *mistakes, const struct template_list *list, const struct template *template)
{
    if (template->extends == NULL)
        return;
    const struct template *base = template->extends->template;
    for (size_t i = 0; i < template->fill_count; i++) {
        if (!has_name(base->slots, base->slot_count, template->fills[i]->text))
            source_mistake(mistakes, &template->source, template->fills[i]->at, STR_FMT " has no slot " STR_FMT, STR_ARG(base->name),
                           STR_ARG(template->fills[i]->text));
    }
    for (size_t i = 0; i <= list->count && base->extends != NULL; i++) {
        base = base->extends->template;
        if (base == template) {
            source_mistake(mistakes, &template->source, template->extends->at, STR_FMT " extends itself", STR_ARG(template->name));
            return;
        }
    }
}

static void check_twice(struct mistakes *mistakes, const struct template_list *list, const struct template *template)
{
    const struct template *first = template_find(list, template->name);
    if (first != template)
        source_mistake(mistakes, &template->source, 0, STR_FMT " is also in " STR_FMT, STR_ARG(template->name), STR_ARG(first->source.path));
}

/* The line end that editors put at the end of a file is not part of what a template says. */
static void trim_end(struct str *text)
{
    while (text->n > 0 && (text->p[text->n - 1] == '\n' || text->p[text->n - 1] == ' '))
        text->n--;
}

bool templates_parse(struct arena *arena, struct mistakes *mistakes, const struct declared_list *contracts, const struct source *files,
                     size_t count, struct template_list *out)
{
    *out = (struct template_list){arena_array(arena, count + 1, sizeof(struct template)), count};
    for (size_t i = 0; i < count; i++) {
        out->at[i].source = files[i];
        trim_end(&out->at[i].source.text);
        struct parser parser = parser_of(arena, mistakes, contracts, out, &out->at[i]);
        read_declaration(&parser);
    }
    if (mistakes->count > 0)
        return false; /* all that follows would only be an echo */
    for (size_t i = 0; i < count; i++) {
        check_twice(mistakes, out, &out->at[i]);
        struct parser parser = parser_of(arena, mistakes, contracts, out, &out->at[i]);
        read_body(&parser);
    }
    for (size_t i = 0; i < count; i++)
        check_fills(mistakes, out, &out->at[i]);
    return mistakes->count == 0;
}
