#include "tools/tmplc_builtins.h"
#include "tools/tmplc_emit.h"

static const char *const plain_types[] = {
    [TYPE_BOOL] = "bool ", [TYPE_INT] = "int32_t ", [TYPE_BIGINT] = "int64_t ", [TYPE_FLOAT] = "double ", [TYPE_TEXT] = "struct str ",
    [TYPE_UUID] = "struct uuid ", [TYPE_TIMESTAMP] = "struct timestamp ", [TYPE_JSONB] = "struct str ", [TYPE_BYTEA] = "struct str ",
    [KIND_MARKUP] = "struct markup ", [KIND_FORM] = "const struct form_state *"};

static const char *const nullable_types[] = {
    [TYPE_BOOL] = "struct opt_bool ", [TYPE_INT] = "struct opt_int ", [TYPE_BIGINT] = "struct opt_bigint ",
    [TYPE_FLOAT] = "struct opt_float ", [TYPE_UUID] = "struct opt_uuid ", [TYPE_TIMESTAMP] = "struct opt_timestamp "};

static bool is_scalar(const struct value_type_of *type)
{
    return !type->list && type->kind < TYPE_SHAPE && nullable_types[type->kind] != NULL;
}

static bool is_text(const struct value_type_of *type)
{
    return !type->list && (type->kind == TYPE_TEXT || type->kind == TYPE_JSONB || type->kind == TYPE_BYTEA);
}

void emit_type(struct buf *out, const struct value_type_of *type)
{
    if (type->list)
        buf_add(out, type->kind == TYPE_SHAPE ? STR("struct rows ") : STR("struct list "));
    else if (type->kind == TYPE_SHAPE)
        buf_printf(out, "const struct " STR_FMT "_row *", STR_ARG(type->shape->name));
    else
        buf_printf(out, "%s", type->nullable && is_scalar(type) ? nullable_types[type->kind] : plain_types[type->kind]);
}

static struct value_type_of type_of_step(const struct expression *path, size_t steps)
{
    if (steps == 0)
        return path->variable->type;
    const struct declared_type *type = &path->steps[steps - 1]->type;
    return (struct value_type_of){(int)type->kind, type->nullable, type->array, type->shape};
}

/* The first STEPS columns of a path, as C has them: nullable values still wrapped. */
static void emit_path(struct emit *emit, const struct expression *path, size_t steps)
{
    const struct variable *variable = path->variable;
    buf_printf(emit->out, "%s" STR_FMT, variable->argument ? emit->arguments : "", STR_ARG(variable->name));
    for (size_t i = 0; i < steps; i++) {
        bool pointer = i == 0 || type_of_step(path, i).nullable;
        buf_printf(emit->out, "%s" STR_FMT, pointer ? "->" : ".", STR_ARG(path->steps[i]->name));
    }
}

static void emit_arguments(struct emit *emit, const struct expression *call)
{
    const struct builtin *builtin = call->builtin;
    for (size_t i = 0; i < call->argument_count; i++) {
        if (i > 0)
            buf_add(emit->out, STR(", "));
        emit_argument(emit, call->arguments[i], &builtin->arguments[i]);
    }
    buf_add_char(emit->out, ')');
}

static void emit_call(struct emit *emit, const struct expression *call)
{
    static const char *const before[] = {[TAKES_NOTHING] = "", [TAKES_SCRATCH] = "&(struct html_scratch){{0}}, ", [TAKES_ARENA] = "",
                                         [TAKES_OUT] = "out, "};
    buf_printf(emit->out, "%s(%s", call->builtin->function, before[call->builtin->takes]);
    if (call->builtin->takes == TAKES_ARENA)
        buf_printf(emit->out, "%smemory, ", emit->arguments);
    emit_arguments(emit, call);
}

void emit_printing_call(struct emit *emit, const struct expression *call)
{
    emit_call(emit, call);
}

static void emit_path_value(struct emit *emit, const struct expression *path)
{
    struct value_type_of type = type_of_step(path, path->step_count);
    bool embedded = type.kind == TYPE_SHAPE && !type.list && !type.nullable && path->step_count > 0;
    if (embedded)
        buf_add_char(emit->out, '&');
    emit_path(emit, path, path->step_count);
    if (type.nullable && is_scalar(&type))
        buf_add(emit->out, STR(".v"));
}

void emit_value(struct emit *emit, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_TEXT:
        buf_add(emit->out, STR("STR("));
        write_c_string(emit->out, expression->text);
        buf_add_char(emit->out, ')');
        return;
    case EXPRESSION_NUMBER:
        buf_add_int64(emit->out, expression->number);
        return;
    case EXPRESSION_PATH:
        emit_path_value(emit, expression);
        return;
    case EXPRESSION_CALL:
        emit_call(emit, expression);
        return;
    case EXPRESSION_NOT:
    case EXPRESSION_AND:
    case EXPRESSION_OR:
    case EXPRESSION_COMPARE:
        emit_condition(emit, expression);
        return;
    }
}

void emit_text(struct emit *emit, const struct expression *expression)
{
    static const char *const functions[] = {[TYPE_INT] = "html_of_int64", [TYPE_BIGINT] = "html_of_int64", [TYPE_FLOAT] = "html_of_double",
                                            [TYPE_UUID] = "html_of_uuid"};
    if (is_text(&expression->type)) {
        emit_value(emit, expression);
        return;
    }
    buf_printf(emit->out, "%s(&(struct html_scratch){{0}}, ", functions[expression->type.kind]);
    emit_value(emit, expression);
    buf_add_char(emit->out, ')');
}

static void emit_and(struct emit *emit, bool *any)
{
    if (*any)
        buf_add(emit->out, STR(" && "));
    *any = true;
}

/* Every row on the way, and the value itself unless WRAPPED, where it may be null. */
static bool emit_path_guards(struct emit *emit, const struct expression *path, bool wrapped, bool any)
{
    for (size_t i = 0; i <= path->step_count; i++) {
        struct value_type_of type = type_of_step(path, i);
        bool last = i == path->step_count;
        if (!type.nullable || (last && wrapped))
            continue;
        emit_and(emit, &any);
        emit_path(emit, path, i);
        const char *test = type.list ? ".at != NULL" : is_text(&type) ? ".p != NULL" : is_scalar(&type) ? ".set" : " != NULL";
        buf_printf(emit->out, "%s", type.kind == KIND_MARKUP ? ".html.p != NULL" : test);
    }
    return any;
}

static bool emit_guards_after(struct emit *emit, const struct expression *expression, bool any)
{
    if (expression->kind == EXPRESSION_PATH)
        return emit_path_guards(emit, expression, false, any);
    for (size_t i = 0; expression->kind == EXPRESSION_CALL && i < expression->argument_count; i++) {
        if (!expression->builtin->arguments[i].nullable)
            any = emit_guards_after(emit, expression->arguments[i], any);
    }
    return any;
}

bool emit_guards(struct emit *emit, const struct expression *expression)
{
    return emit_guards_after(emit, expression, false);
}

static void emit_truth(struct emit *emit, const struct expression *expression)
{
    const struct value_type_of *type = &expression->type;
    bool guarded = emit_guards(emit, expression);
    bool there_is_enough = type->nullable && !type->list && !is_text(type) && type->kind != TYPE_BOOL && type->kind != KIND_FORM &&
                           type->kind != KIND_MARKUP;
    if (there_is_enough && guarded)
        return;
    if (guarded)
        buf_add(emit->out, STR(" && "));
    emit_value(emit, expression);
    const char *test = type->list                   ? ".count > 0"
                       : is_text(type)              ? ".n > 0"
                       : type->kind == KIND_MARKUP  ? ".html.n > 0"
                       : type->kind == KIND_FORM    ? " != NULL"
                       : type->kind == TYPE_INT || type->kind == TYPE_BIGINT || type->kind == TYPE_FLOAT ? " != 0"
                                                                                                         : "";
    buf_printf(emit->out, "%s", test);
}

static void emit_equality(struct emit *emit, const struct expression *compare)
{
    int kind = compare->left->type.kind;
    if (kind == TYPE_TEXT || kind == TYPE_UUID) {
        buf_add(emit->out, kind == TYPE_TEXT ? STR("str_eq(") : STR("uuid_eq("));
        emit_value(emit, compare->left);
        buf_add(emit->out, STR(", "));
        emit_value(emit, compare->right);
        buf_add_char(emit->out, ')');
        return;
    }
    bool orders = compare->comparison[1] == '\0';
    emit_value(emit, compare->left);
    buf_printf(emit->out, " %s ", orders ? compare->comparison : "==");
    emit_value(emit, compare->right);
}

/* What is null equals nothing and is neither more nor less than anything. */
static void emit_compare(struct emit *emit, const struct expression *compare)
{
    bool differs = compare->comparison[0] == '!';
    if (differs)
        buf_add(emit->out, STR("!("));
    bool guarded = emit_guards_after(emit, compare->left, false);
    guarded = emit_guards_after(emit, compare->right, guarded);
    if (guarded)
        buf_add(emit->out, STR(" && "));
    emit_equality(emit, compare);
    if (differs)
        buf_add_char(emit->out, ')');
}

/* (LEFT) BETWEEN (RIGHT), with parentheses of its own around what holds && or ||. */
static void emit_pair(struct emit *emit, const struct expression *pair, const char *between)
{
    buf_add_char(emit->out, '(');
    emit_condition(emit, pair->left);
    buf_printf(emit->out, "%s", between);
    emit_condition(emit, pair->right);
    buf_add_char(emit->out, ')');
}

void emit_condition(struct emit *emit, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_NOT:
        buf_add(emit->out, STR("!("));
        emit_condition(emit, expression->left);
        buf_add_char(emit->out, ')');
        return;
    case EXPRESSION_AND:
        emit_pair(emit, expression, ") && (");
        return;
    case EXPRESSION_OR:
        emit_pair(emit, expression, ") || (");
        return;
    case EXPRESSION_COMPARE:
        emit_compare(emit, expression);
        return;
    case EXPRESSION_TEXT:
    case EXPRESSION_NUMBER:
    case EXPRESSION_PATH:
    case EXPRESSION_CALL:
        emit_truth(emit, expression);
        return;
    }
}

/* A path that may be null as it stands in its struct; where a row on the way is missing, null as well. */
static void emit_wrapped(struct emit *emit, const struct expression *path, const struct value_type_of *wanted)
{
    struct value_type_of type = type_of_step(path, path->step_count);
    struct buf *out = emit->out;
    bool guarded = emit_path_guards(emit, path, true, false);
    if (guarded)
        buf_add(out, STR(" ? "));
    if (type.nullable || !is_scalar(&type)) {
        emit_path(&(struct emit){out, emit->arguments}, path, path->step_count);
    } else {
        buf_add_char(out, '(');
        emit_type(out, wanted);
        buf_add(out, STR("){true, "));
        emit_path(emit, path, path->step_count);
        buf_add_char(out, '}');
    }
    if (!guarded)
        return;
    buf_add(out, STR(" : ("));
    emit_type(out, wanted);
    buf_add(out, STR("){0}"));
}

void emit_argument(struct emit *emit, const struct expression *expression, const struct value_type_of *wanted)
{
    bool scalar = wanted->nullable && is_scalar(wanted);
    if (wanted->list && wanted->kind == TYPE_SHAPE && expression->step_count > 0) {
        buf_add(emit->out, STR("(struct rows){"));
        emit_path(emit, expression, expression->step_count);
        buf_add(emit->out, STR(".at, "));
        emit_path(emit, expression, expression->step_count);
        buf_add(emit->out, STR(".count}"));
    } else if (expression->kind == EXPRESSION_PATH && expression->type.nullable && wanted->nullable && !wanted->list &&
               wanted->kind != TYPE_SHAPE) {
        emit_wrapped(emit, expression, wanted);
    } else if (scalar) {
        buf_add_char(emit->out, '(');
        emit_type(emit->out, wanted);
        buf_add(emit->out, STR("){true, "));
        emit_value(emit, expression);
        buf_add_char(emit->out, '}');
    } else {
        emit_value(emit, expression);
    }
}
