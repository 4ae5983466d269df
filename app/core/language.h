/* The language that a program speaks to people. */
#ifndef CURIO_CORE_LANGUAGE_H
#define CURIO_CORE_LANGUAGE_H

#include "core/config.h"

/* From here on _() answers in the site's language, as far as its catalogue below locale_dir goes. Numbers keep C's shape. */
void language_use(const struct config *);

#endif
