/* From template files to trees, with every name and type checked. */
#ifndef CURIO_TOOLS_TMPLC_PARSE_H
#define CURIO_TOOLS_TMPLC_PARSE_H

#include "tools/tmplc_html.h"
#include "tools/tmplc_lex.h"
#include "tools/tmplc_tree.h"

enum { KNOWN_MAX = 64, NESTING_MAX = 48 };

/* One template under way. */
struct parser {
    struct arena *arena;
    struct mistakes *mistakes;
    const struct declared_list *contracts;
    struct template_list *templates;
    struct template *template;
    struct html_state html;
    struct variable *innermost;    /* the names in scope */
    struct str known[KNOWN_MAX];   /* expressions, as written, that are not null here */
    size_t known_count;
    unsigned nesting;
    size_t at;                     /* in the source */
    struct cursor cursor;          /* inside the tag that is being read */
    struct buf text;               /* HTML that is not a node yet */
    size_t text_at;
};

/* All FILES. True when nothing is wrong. */
bool templates_parse(struct arena *, struct mistakes *, const struct declared_list *contracts, const struct source *files, size_t count,
                     struct template_list *out);

/* tmplc_expression.c: the next expression at the parser's cursor; NULL after a mistake. */
const struct expression *expression_read(struct parser *);
/* A condition, or anything that can be true or false. */
const struct expression *condition_read(struct parser *);
/* A comma-separated list up to ")"; checked against the arguments of TEMPLATE. */
bool arguments_read(struct parser *, const struct template *, const struct expression *out[CALL_ARGUMENTS], size_t *count);
/* What is certain where CONDITION holds. */
void known_add(struct parser *, const struct expression *condition);
/* Whether it can be written out as text. */
bool expression_prints(struct parser *, const struct expression *, enum place);

/* tmplc_message.c: what stands between [[ and ]]; NULL after a mistake. */
struct message *message_read(struct parser *, size_t from, size_t until);

#endif
