/* Follows a template's HTML as a browser's tokenizer would (WHATWG 13.2.5), to know the place of whatever is written into it. */
#ifndef CURIO_TOOLS_TMPLC_HTML_H
#define CURIO_TOOLS_TMPLC_HTML_H

#include "tools/tmplc_tree.h"

enum html_where {
    IN_TEXT,
    IN_TAG_OPEN, /* after < */
    IN_TAG_NAME,
    IN_TAG, /* between attributes */
    IN_ATTRIBUTE_NAME,
    IN_VALUE_START, /* after = */
    IN_VALUE,
    IN_DECLARATION, /* <!doctype … > */
    IN_COMMENT
};

enum { HTML_NAME = 32 };

/* A name as far as it is of interest; a longer one matches none that is. */
struct html_name {
    char p[HTML_NAME];
    size_t n;
};

struct html_state {
    enum html_where where;
    char quote;                       /* of IN_VALUE */
    bool value_began;                 /* something stands in the value already */
    bool closing;                     /* the tag is </name> */
    struct html_name tag, attribute, type; /* TYPE: the type= of an <input> */
    struct html_name raw;             /* the script, style, title or textarea that we are inside */
    unsigned kept;                    /* how many <pre> */
    bool in_entity, after_newline;
    size_t value_text;                /* 1 + where a literal value= of this tag stands, or 0 */
};

/* Reads a stretch of plain HTML, appending what is to be written to OUT: runs of white space with a line end in them become one
 * line end (none at all straight after another), except in <pre>, <textarea>, <script> and <style>. */
void html_read(struct html_state *, struct mistakes *, const struct source *, size_t from, size_t until, struct buf *out);
/* Where a value would stand now; false, after a mistake, where none may. */
bool html_place(struct html_state *, struct mistakes *, const struct source *, size_t at, enum place *out);
/* Between tags, in plain text: where slots, calls and the ends of a template may be. */
bool html_is_text(const struct html_state *);
/* Between tags, or inside a title or textarea. */
bool html_is_text_or_rcdata(const struct html_state *);
/* Two ways through a condition must arrive at the same place. */
bool html_same(const struct html_state *, const struct html_state *);

#endif
