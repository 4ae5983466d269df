/* What compiled templates call. Names say the context: html_text, html_attribute, html_url, html_url_part. Escaping is the
 * short name; the only raw text is struct markup, which markdown.c and the icon table make and nothing else. */
#ifndef CURIO_WEB_HTML_H
#define CURIO_WEB_HTML_H

#include "core/buf.h"
#include "core/timestamp.h"
#include "core/uuid.h"
#include "store/contract.h"

struct markup {
    struct str html;
};

void html_static(struct buf *, struct str);    /* template text: trusted, from the compiler only */
void html_text(struct buf *, struct str);      /* between tags: & < > */
void html_attribute(struct buf *, struct str); /* inside quotes: and " ' too */
/* A whole URL in an attribute: http, https, mailto and relative ones pass, all others become "#". */
void html_url(struct buf *, struct str);
void html_url_part(struct buf *, struct str); /* percent-encoded: all but unreserved characters */
void html_markup(struct buf *, struct markup);
/* Room for a short text made of a value. A compiled template gives a fresh one for each use. */
struct html_scratch {
    char b[96];
};
struct str html_of_int64(struct html_scratch *, int64_t);
struct str html_of_double(struct html_scratch *, double); /* finite; anything else is "" */
struct str html_of_uuid(struct html_scratch *, struct uuid);
/* MESSAGE (already translated) with {name} replaced by values; an unknown placeholder stays. Both are escaped for any place,
 * so that a translation is text and never markup. */
struct html_argument { const char *name; struct str value; };
void html_message(struct buf *, const char *message, size_t count, const struct html_argument arguments[]);

#endif
