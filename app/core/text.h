/* Visible text is marked for translation: _("...") where it is used, N_("...") where a table holds it and the user of
 * the table translates it. xgettext collects both. What means several things (a month and a verb), or is no sentence but a fact about
 * the language (how it writes a date), has a context that translators see: context_("month", "May"), NC_ in a table with text_marked(). */
#ifndef CURIO_CORE_TEXT_H
#define CURIO_CORE_TEXT_H

#include <libintl.h>
#include <string.h>

#define _(message) gettext(message)
#define N_(message) message
#define ngettext_(one, many, n) ngettext(one, many, (unsigned long)(n))
#define NC_(context, message) context "\004" message
#define context_(context, message) text_marked(NC_(context, message))

/* MARKED by NC_, translated. */
static inline const char *text_marked(const char *marked)
{
    const char *said = gettext(marked);
    return said == marked ? strchr(marked, '\004') + 1 : said;
}

#endif
