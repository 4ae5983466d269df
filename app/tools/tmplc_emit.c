#include "tools/tmplc_emit.h"

#include <stdio.h>

#include "tools/tmplc_builtins.h"

/* A function that is being written. */
struct function {
    struct emit emit;
    const struct template *template;
    unsigned depth;   /* of indentation, and of loops: it numbers their counters */
    size_t line;      /* of the template, as said last; 0: none */
    size_t said_at;   /* in the output: where that was */
};

static void emit_nodes(struct function *, const struct node *);

static void indent(struct function *function)
{
    for (unsigned i = 0; i < function->depth; i++)
        buf_add(function->emit.out, STR("    "));
}

/* What follows comes from this line of the template: for compilers, debuggers and xgettext. Lines of C count on from the last
 * such word, so that EXACT ones say it again. */
static void say_line(struct function *function, size_t at, bool exact)
{
    struct buf *out = function->emit.out;
    size_t line = source_line(&function->template->source, at);
    size_t now = function->line;
    for (size_t i = function->said_at; exact && i < out->n; i++)
        now += out->p[i] == '\n';
    if (line == now)
        return;
    buf_printf(out, "#line %zu ", line);
    write_c_string(out, function->template->source.path);
    buf_add_char(out, '\n');
    function->line = line;
    function->said_at = out->n;
}

static void emit_static(struct function *function, struct str html)
{
    struct buf *out = function->emit.out;
    indent(function);
    buf_add(out, STR("html_static(out, STR("));
    for (bool first = true; html.n > 0; first = false) {
        ptrdiff_t end = str_find(html, STR("\n"));
        struct str line = end < 0 ? html : str_slice(html, 0, (size_t)end + 1);
        html = str_slice(html, line.n, html.n);
        if (!first) {
            buf_add_char(out, '\n');
            indent(function);
            buf_add(out, STR("                     "));
        }
        write_c_string(out, line);
    }
    buf_add(out, STR("));\n"));
}

/* "if (there is a value)" on a line of its own, where there may be none. */
static void emit_guard(struct function *function, const struct expression *value)
{
    struct buf guards;
    buf_init(&guards, TOOL_FILE_MAX);
    struct emit apart = {&guards, function->emit.arguments};
    if (emit_guards(&apart, value)) {
        indent(function);
        buf_printf(function->emit.out, "if (" STR_FMT ")\n    ", STR_ARG(buf_str(&guards)));
    }
    buf_free(&guards);
    indent(function);
}

static void emit_value_node(struct function *function, const struct node *node)
{
    static const char *const functions[] = {[PLACE_TEXT] = "html_text", [PLACE_RCDATA] = "html_text", [PLACE_ATTRIBUTE] = "html_attribute",
                                            [PLACE_URL] = "html_url", [PLACE_URL_PART] = "html_url_part"};
    const struct expression *value = node->value;
    say_line(function, node->at, false);
    emit_guard(function, value);
    if (value->type.kind == KIND_MARKUP && value->kind == EXPRESSION_CALL) {
        emit_printing_call(&function->emit, value);
        buf_add(function->emit.out, STR(";\n"));
        return;
    }
    bool markup = value->type.kind == KIND_MARKUP;
    buf_printf(function->emit.out, "%s(out, ", markup ? "html_markup" : functions[node->place]);
    if (markup)
        emit_value(&function->emit, value);
    else
        emit_text(&function->emit, value);
    buf_add(function->emit.out, STR(");\n"));
}

static void emit_placeholder(struct function *function, const struct placeholder *placeholder)
{
    struct buf guards;
    buf_init(&guards, TOOL_FILE_MAX);
    struct emit apart = {&guards, function->emit.arguments};
    bool guarded = emit_guards(&apart, placeholder->value);
    buf_printf(function->emit.out, "{\"" STR_FMT "\", ", STR_ARG(placeholder->name));
    if (guarded)
        buf_printf(function->emit.out, STR_FMT " ? ", STR_ARG(buf_str(&guards)));
    emit_text(&function->emit, placeholder->value);
    buf_add(function->emit.out, guarded ? STR(" : STR_NULL}") : STR("}"));
    buf_free(&guards);
}

static void emit_message(struct function *function, const struct node *node)
{
    struct buf *out = function->emit.out;
    const struct message *message = node->message;
    say_line(function, node->at, true);
    indent(function);
    buf_add(out, STR("html_message(out, "));
    buf_add(out, message->count != NULL ? STR("ngettext_(") : STR("_("));
    write_c_string(out, message->one);
    if (message->count != NULL) {
        buf_add(out, STR(", "));
        write_c_string(out, message->many);
        buf_add(out, STR(", "));
        emit_value(&function->emit, message->count);
    }
    buf_printf(out, "), %zu, ", message->placeholder_count);
    if (message->placeholder_count == 0)
        buf_add(out, STR("NULL"));
    else
        buf_add(out, STR("(const struct html_argument[]){"));
    for (size_t i = 0; i < message->placeholder_count; i++) {
        if (i > 0)
            buf_add(out, STR(", "));
        emit_placeholder(function, &message->placeholders[i]);
    }
    buf_add(out, message->placeholder_count == 0 ? STR(");\n") : STR("});\n"));
}

static void emit_block(struct function *function, const struct node *body)
{
    buf_add(function->emit.out, STR(" {\n"));
    function->depth++;
    emit_nodes(function, body);
    function->depth--;
    indent(function);
    buf_add_char(function->emit.out, '}');
}

static void emit_if(struct function *function, const struct node *node)
{
    struct buf *out = function->emit.out;
    say_line(function, node->at, false);
    indent(function);
    for (;;) {
        buf_add(out, STR("if ("));
        emit_condition(&function->emit, node->value);
        buf_add_char(out, ')');
        emit_block(function, node->body);
        const struct node *otherwise = node->otherwise;
        if (otherwise == NULL)
            break;
        buf_add(out, STR(" else"));
        if (otherwise->kind != NODE_IF || otherwise->next != NULL) {
            emit_block(function, otherwise);
            break;
        }
        buf_add_char(out, ' ');
        node = otherwise;
    }
    buf_add_char(out, '\n');
}

/* The loop's variable: a pointer to the row, or a copy of the element. */
static void emit_element(struct function *function, const struct node *node)
{
    struct buf *out = function->emit.out;
    const struct variable *variable = node->variable;
    if (!variable->used)
        return;
    bool row = variable->type.kind == TYPE_SHAPE;
    function->depth++;
    indent(function);
    function->depth--;
    emit_type(out, &variable->type);
    buf_printf(out, "%s" STR_FMT " = %s(const ", row ? "" : "const ", STR_ARG(variable->name), row ? "&(" : "(");
    if (row)
        buf_printf(out, "struct " STR_FMT "_row ", STR_ARG(variable->type.shape->name));
    else
        emit_type(out, &variable->type);
    buf_add(out, row ? STR("*)") : STR("*)"));
    emit_value(&function->emit, node->value);
    buf_printf(out, ".at)[at%u];\n", function->depth);
}

static void emit_loop(struct function *function, const struct node *node)
{
    struct buf *out = function->emit.out;
    unsigned counter = function->depth;
    indent(function);
    buf_printf(out, "for (size_t at%u = 0; at%u < ", counter, counter);
    emit_value(&function->emit, node->value);
    buf_printf(out, ".count; at%u++) {\n", counter);
    emit_element(function, node);
    function->depth++;
    emit_nodes(function, node->body);
    function->depth--;
    indent(function);
    buf_add(out, STR("}\n"));
}

static void emit_for(struct function *function, const struct node *node)
{
    struct buf *out = function->emit.out;
    say_line(function, node->at, false);
    indent(function);
    buf_add(out, STR("if ("));
    emit_condition(&function->emit, node->value);
    buf_add(out, STR(") {\n"));
    function->depth++;
    emit_loop(function, node);
    function->depth--;
    indent(function);
    buf_add_char(out, '}');
    if (node->otherwise != NULL) {
        buf_add(out, STR(" else"));
        emit_block(function, node->otherwise);
    }
    buf_add_char(out, '\n');
}

/* "template_NAME(out, …" without the end. */
static void emit_call_head(struct function *function, const struct node *call)
{
    struct buf *out = function->emit.out;
    say_line(function, call->at, false);
    indent(function);
    buf_printf(out, "template_" STR_FMT "(out", STR_ARG(call->template->name));
    for (size_t i = 0; i < call->argument_count; i++) {
        buf_add(out, STR(", "));
        emit_argument(&function->emit, call->arguments[i], &call->template->arguments[i]->type);
    }
}

static void emit_slot(struct function *function, struct str name)
{
    const char *in = function->emit.arguments;
    indent(function);
    buf_printf(function->emit.out, "if (%sslots != NULL && %sslots->" STR_FMT " != NULL)\n    ", in, in, STR_ARG(name));
    indent(function);
    buf_printf(function->emit.out, "%sslots->" STR_FMT "(out, %sslots->with);\n", in, STR_ARG(name), in);
}

static void emit_node(struct function *function, const struct node *node)
{
    switch (node->kind) {
    case NODE_STATIC:
        emit_static(function, node->text);
        return;
    case NODE_VALUE:
        emit_value_node(function, node);
        return;
    case NODE_MESSAGE:
        emit_message(function, node);
        return;
    case NODE_IF:
        emit_if(function, node);
        return;
    case NODE_FOR:
        emit_for(function, node);
        return;
    case NODE_CALL:
        emit_call_head(function, node);
        buf_add(function->emit.out, node->template->slot_count > 0 ? STR(", NULL);\n") : STR(");\n"));
        return;
    case NODE_SLOT:
        emit_slot(function, node->text);
        return;
    case NODE_FILL:
        return; /* a function of its own */
    }
}

static void emit_nodes(struct function *function, const struct node *node)
{
    for (; node != NULL; node = node->next)
        emit_node(function, node);
}

static void emit_prototype(struct buf *out, const struct template *template)
{
    buf_printf(out, "void template_" STR_FMT "(struct buf *out", STR_ARG(template->name));
    for (size_t i = 0; i < template->argument_count; i++) {
        buf_add(out, STR(", "));
        emit_type(out, &template->arguments[i]->type);
        buf_add(out, template->arguments[i]->name);
    }
    if (template->slot_count > 0)
        buf_printf(out, ", const struct template_" STR_FMT "_slots *slots", STR_ARG(template->name));
    buf_add_char(out, ')');
}

/* What fills are given: the arguments of the template that they belong to. */
static void emit_arguments_struct(struct buf *out, const struct template *template)
{
    buf_printf(out, "struct " STR_FMT "_arguments {\n", STR_ARG(template->name));
    for (size_t i = 0; i < template->argument_count; i++) {
        buf_add(out, STR("    "));
        emit_type(out, &template->arguments[i]->type);
        buf_printf(out, STR_FMT ";\n", STR_ARG(template->arguments[i]->name));
    }
    if (template->slot_count > 0)
        buf_printf(out, "    const struct template_" STR_FMT "_slots *slots;\n", STR_ARG(template->name));
    buf_add(out, STR("    struct arena *memory;\n};\n\n"));
}

static void emit_fill(struct buf *out, const struct template *template, const struct node *fill)
{
    struct function function = {.emit = {out, "in->"}, .template = template, .depth = 1};
    buf_printf(out, "static void " STR_FMT "_fill_" STR_FMT "(struct buf *out, const void *with)\n{\n    const struct " STR_FMT
               "_arguments *in = with;\n    (void)in;\n", STR_ARG(template->name), STR_ARG(fill->text), STR_ARG(template->name));
    emit_nodes(&function, fill->body);
    buf_add(out, STR("}\n\n"));
}

static void emit_extended(struct function *function)
{
    struct buf *out = function->emit.out;
    const struct template *template = function->template;
    buf_printf(out, "    struct " STR_FMT "_arguments with = {", STR_ARG(template->name));
    for (size_t i = 0; i < template->argument_count; i++)
        buf_printf(out, "." STR_FMT " = " STR_FMT ", ", STR_ARG(template->arguments[i]->name), STR_ARG(template->arguments[i]->name));
    buf_printf(out, "%s.memory = %s};\n", template->slot_count > 0 ? ".slots = slots, " : "", template->needs_memory ? "memory" : "NULL");
    emit_call_head(function, template->extends);
    buf_printf(out, ", &(struct template_" STR_FMT "_slots){", STR_ARG(template->extends->template->name));
    for (size_t i = 0; i < template->fill_count; i++)
        buf_printf(out, "." STR_FMT " = " STR_FMT "_fill_" STR_FMT ", ", STR_ARG(template->fills[i]->text), STR_ARG(template->name),
                   STR_ARG(template->fills[i]->text));
    buf_add(out, STR(".with = &with});\n"));
}

static void emit_unused(struct buf *out, const struct template *template)
{
    for (size_t i = 0; i < template->argument_count; i++) {
        if (!template->arguments[i]->used && template->extends == NULL)
            buf_printf(out, "    (void)" STR_FMT ";\n", STR_ARG(template->arguments[i]->name));
    }
    if (template->extends == NULL && template->argument_count == 0 && template->body == NULL)
        buf_add(out, STR("    (void)out;\n"));
}

static void emit_template(struct buf *out, const struct template *template)
{
    struct function function = {.emit = {out, ""}, .template = template, .depth = 1};
    if (template->extends != NULL) {
        emit_arguments_struct(out, template);
        for (size_t i = 0; i < template->fill_count; i++)
            emit_fill(out, template, template->fills[i]);
    }
    emit_prototype(out, template);
    buf_add(out, STR("\n{\n"));
    emit_unused(out, template);
    if (template->needs_memory)
        buf_add(out, STR("    struct arena *memory = arena_new(VIEW_MEMORY);\n"));
    if (template->extends != NULL)
        emit_extended(&function);
    else
        emit_nodes(&function, template->body);
    if (template->needs_memory)
        buf_add(out, STR("    arena_free(memory);\n"));
    buf_add(out, STR("}\n\n"));
}

/* The first template of the room that takes the contract declares it. */
static void emit_forward(struct buf *out, const struct template *template)
{
    for (size_t i = 0; i < template->argument_count; i++) {
        const struct value_type_of *type = &template->arguments[i]->type;
        char line[128];
        if (type->kind != TYPE_SHAPE || type->list)
            continue;
        int n = snprintf(line, sizeof line, "struct " STR_FMT "_row;\n", STR_ARG(type->shape->name));
        struct str text = {line, (size_t)n};
        if (str_find(buf_str(out), text) < 0)
            buf_add(out, text);
    }
}

static void emit_slots_struct(struct buf *out, const struct template *template)
{
    buf_printf(out, "/* What fills the slots of " STR_FMT "; each is given WITH, and may be NULL. */\nstruct template_" STR_FMT "_slots {\n",
               STR_ARG(template->name), STR_ARG(template->name));
    for (size_t i = 0; i < template->slot_count; i++)
        buf_printf(out, "    void (*" STR_FMT ")(struct buf *out, const void *with);\n", STR_ARG(template->slots[i]));
    buf_add(out, STR("    const void *with;\n};\n"));
}

void emit_header(struct buf *out, struct arena *arena, const struct template_room *room)
{
    struct str name = capitals(arena, room->name);
    buf_printf(out, "/* Made from templates/" STR_FMT " by tmplc. */\n#ifndef CURIO_TEMPLATES_" STR_FMT "_H\n#define CURIO_TEMPLATES_" STR_FMT
               "_H\n\n#include \"web/view.h\"\n\n", STR_ARG(room->name), STR_ARG(name), STR_ARG(name));
    for (size_t i = 0; i < room->count; i++)
        emit_forward(out, room->templates[i]);
    for (size_t i = 0; i < room->count; i++) {
        buf_add_char(out, '\n');
        if (room->templates[i]->slot_count > 0)
            emit_slots_struct(out, room->templates[i]);
        emit_prototype(out, room->templates[i]);
        buf_add(out, STR(";\n"));
    }
    buf_add(out, STR("\n#endif\n"));
}

void emit_source(struct buf *out, const struct template_room *room)
{
    for (size_t i = 0; i < room->count; i++)
        emit_template(out, room->templates[i]);
}
