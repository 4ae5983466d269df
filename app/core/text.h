/* Visible text is marked for translation: _("...") where it is used, N_("...") where a table holds it and the user of
 * the table translates it. xgettext collects both. What means several things (a month and a verb), or is no sentence but a fact about
 * the language (how it writes a date), has a context that translators see: context_("month", "May"), NC_ in a table with text_marked(). */
#ifndef CURIO_CORE_TEXT_H
#define CURIO_CORE_TEXT_H

#include <libintl.h>
#include <stdbool.h>
#include <string.h>

/* The language spoken is that of the sources: a look-up would take microseconds to find nothing. Set by core/language.h. */
extern bool text_as_written;

#define _(message) (text_as_written ? (message) : gettext(message))
#define N_(message) message
#define ngettext_(one, many, n) text_counted(one, many, (unsigned long)(n))
#define NC_(context, message) context "\004" message
#define context_(context, message) text_marked(NC_(context, message))

static inline const char *text_counted(const char *one, const char *many, unsigned long n) __attribute__((format_arg(1), format_arg(2)));
static inline const char *text_counted(const char *one, const char *many, unsigned long n)
{
    if (text_as_written)
        return n == 1 ? one : many;
    return ngettext(one, many, n);
}

/* MARKED by NC_, translated. */
static inline const char *text_marked(const char *marked)
{
    const char *said = _(marked);
    return said == marked ? strchr(marked, '\004') + 1 : said;
}

#endif
