#include "core/language.h"

#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/log.h"

enum { MEMORY = 16 * 1024 };

/* Where Debian's libc keeps the one locale that every installation has. */
static const char *const any_locale = "/usr/lib/locale/C.utf8";

static bool made(int result)
{
    return result == 0 || errno == EEXIST;
}

/* gettext looks at LANGUAGE only under a locale other than C, and since glibc 2.39 C.UTF-8 counts as C. A link gives the same
 * locale another name, so that no other has to be installed. */
static bool use_renamed_locale(const struct config *config)
{
    struct arena *arena = arena_new(MEMORY);
    struct str folder = arena_printf(arena, STR_FMT "/locale", STR_ARG(config->run_dir));
    struct str link = arena_printf(arena, STR_FMT "/curio.utf8", STR_ARG(folder));
    bool used = made(mkdir(folder.p, 0700)) && made(symlink(any_locale, link.p)) && setenv("LOCPATH", folder.p, 1) == 0 &&
                setlocale(LC_MESSAGES, "curio.utf8") != NULL;
    arena_free(arena);
    return used;
}

/* One language a site: the catalogue is chosen by LANGUAGE. */
void language_use(const struct config *config)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    if (!use_renamed_locale(config) && setlocale(LC_MESSAGES, "C.UTF-8") == NULL)
        log_warn("no locale to speak another language than English in");
    setenv("LANGUAGE", config->language.p, 1);
    bindtextdomain("curio", config->locale_dir.p);
    bind_textdomain_codeset("curio", "UTF-8");
    textdomain("curio");
}
