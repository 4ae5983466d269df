#include "web/exchange.h"

static bool form_takes(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->count; i++)
        if (str_eq(str_of(form->fields[i].name), name))
            return true;
    return false;
}

static void replace_input(struct form_inputs *inputs, struct str name, struct str value)
{
    size_t kept = 0;
    for (size_t i = 0; i < inputs->count; i++)
        if (!str_eq(inputs->at[i].name, name))
            inputs->at[kept++] = inputs->at[i];
    inputs->count = kept;
    /* Where FORM_INPUTS_MAX other inputs leave no room, the field counts as not sent. */
    (void)form_inputs_add(inputs, &(struct form_input){.name = name, .kind = INPUT_TEXT, .value = value});
}

/* What the path says of a field can't be said otherwise by the body. */
static void add_path_parts(struct exchange *x, const struct form *form)
{
    struct str segment, rest = str_of(x->match.route->path);
    size_t part = 0;
    bool more = true;
    while (more) {
        more = str_cut(rest, '/', &segment, &rest);
        if (segment.n < 3 || segment.p[0] != '{')
            continue;
        struct str name = str_slice(segment, 1, segment.n - 1);
        if (form_takes(form, name))
            replace_input(&x->inputs, name, x->rq.arguments[part]);
        part++;
    }
}

enum status exchange_fill_form(struct exchange *x)
{
    const struct form *form = x->match.route->form;
    x->rq.form_state = form_state_new(x->rq.arena, form);
    x->form_read = true;
    if (form == NULL)
        return PASS;
    add_path_parts(x, form);
    x->rq.form = form_fill(x->rq.arena, form, &x->inputs, x->strict, x->rq.form_state);
    return x->rq.form != NULL ? PASS : response_invalid(&x->rs, &x->rq);
}
