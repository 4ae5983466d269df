/* Markdown that people wrote, as markup that is safe in any page. markdown.c is the one file that includes md4c: it takes
 * md4c's events and writes the few tags that it knows, so nothing else can come out, whatever goes in. Raw HTML is text,
 * links are http, https, mailto or of this site and carry rel="nofollow ugc noopener", pictures become links. */
#ifndef CURIO_WEB_MARKDOWN_H
#define CURIO_WEB_MARKDOWN_H

#include "web/html.h"

/* Headings start at h2, as a page has its own h1, and skip no level. Text that md4c refuses (out of memory), or that would
 * become many times as long, is one paragraph as typed. */
void markdown_write(struct buf *out, struct str text);
/* Its words alone, white space run together, cut between words with an ellipsis where they are more than MOST code points. Code blocks,
 * tables and rules are left out; what md4c refuses gives "". */
struct str markdown_excerpt(struct arena *, struct str text, size_t most);

#endif
