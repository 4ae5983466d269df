/* What nginx has to know of languages: which one a request is answered in, and what it says itself. */
#ifndef CURIO_CLI_NGINX_LANGUAGES_H
#define CURIO_CLI_NGINX_LANGUAGES_H

#include "core/arena.h"

/* Maps for nginx.conf.in, of all languages that language_use opened. Leaves the language that is spoken as it was. */
struct str nginx_languages(struct arena *);

#endif
