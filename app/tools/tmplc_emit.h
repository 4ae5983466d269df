/* From trees to C. */
#ifndef CURIO_TOOLS_TMPLC_EMIT_H
#define CURIO_TOOLS_TMPLC_EMIT_H

#include "tools/tmplc_tree.h"

/* The templates of one room, as they stand in LIST. */
struct template_room {
    struct str name;
    const struct template *const *templates;
    size_t count;
};

void emit_header(struct buf *, struct arena *, const struct template_room *);
void emit_source(struct buf *, const struct template_room *);

/* tmplc_emit_value.c. ARGUMENTS is what stands before an argument's name: "" in the template's own function, "in->" in a fill. */
struct emit {
    struct buf *out;
    const char *arguments;
};

/* "struct opt_uuid " and the like: how a value of TYPE is declared. */
void emit_type(struct buf *, const struct value_type_of *type);
/* The value as plain C, where its guards hold. */
void emit_value(struct emit *, const struct expression *);
/* The value as a struct str. */
void emit_text(struct emit *, const struct expression *);
/* "a != NULL && b.set": what must hold for there to be a value; false, and nothing written, when there always is. */
bool emit_guards(struct emit *, const struct expression *);
void emit_condition(struct emit *, const struct expression *);
/* What a template's argument of type WANTED is given. */
void emit_argument(struct emit *, const struct expression *, const struct value_type_of *wanted);
/* A builtin that writes markup itself. */
void emit_printing_call(struct emit *, const struct expression *);

#endif
