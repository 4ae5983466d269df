/* Visible text is marked for translation: _("...") where it is used, N_("...") where a table holds it and the user of
 * the table translates it. xgettext collects both. */
#ifndef CURIO_CORE_TEXT_H
#define CURIO_CORE_TEXT_H

#include <libintl.h>

#define _(message) gettext(message)
#define N_(message) message
#define ngettext_(one, many, n) ngettext(one, many, (unsigned long)(n))

#endif
