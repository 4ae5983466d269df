#include "handlers/schematic/licence.h"

#include <string.h>

#include "core/text.h"
#include "queries/schematic.h"

#define OWN "LicenseRef-"
enum { OFFERED = 9, ID_MAX = 64 };

/* The first OFFERED are those that a form offers. */
static const struct licence {
    const char *id, *name;
} licences[] = {
    {"CC0-1.0", N_("Public domain (CC0 1.0)")},
    {"CC-BY-4.0", N_("Creative Commons Attribution 4.0")},
    {"CC-BY-SA-4.0", N_("Creative Commons Attribution, share alike 4.0")},
    {"CC-BY-NC-4.0", N_("Creative Commons Attribution, not commercial 4.0")},
    {"CC-BY-NC-SA-4.0", N_("Creative Commons Attribution, not commercial, share alike 4.0")},
    {"CC-BY-ND-4.0", N_("Creative Commons Attribution, no derivatives 4.0")},
    {"MIT", N_("MIT License")},
    {"GPL-3.0-only", N_("GNU General Public License 3.0")},
    {OWN "All-Rights-Reserved", N_("All rights reserved")},
    {"CC-BY-NC-ND-4.0", N_("Creative Commons Attribution, not commercial, no derivatives 4.0")},
    {"0BSD", NULL},
    {"AFL-3.0", NULL},
    {"AGPL-3.0-only", NULL},
    {"AGPL-3.0-or-later", NULL},
    {"Apache-2.0", NULL},
    {"Artistic-2.0", NULL},
    {"BSD-2-Clause", NULL},
    {"BSD-3-Clause", NULL},
    {"BSL-1.0", NULL},
    {"CC-BY-1.0", NULL},
    {"CC-BY-2.0", NULL},
    {"CC-BY-2.5", NULL},
    {"CC-BY-3.0", NULL},
    {"CC-BY-NC-3.0", NULL},
    {"CC-BY-NC-ND-3.0", NULL},
    {"CC-BY-NC-SA-3.0", NULL},
    {"CC-BY-ND-3.0", NULL},
    {"CC-BY-SA-2.0", NULL},
    {"CC-BY-SA-2.5", NULL},
    {"CC-BY-SA-3.0", NULL},
    {"CECILL-2.1", NULL},
    {"ECL-2.0", NULL},
    {"EPL-2.0", NULL},
    {"EUPL-1.2", NULL},
    {"FSFAP", NULL},
    {"GFDL-1.3-only", NULL},
    {"GFDL-1.3-or-later", NULL},
    {"GPL-2.0-only", NULL},
    {"GPL-2.0-or-later", NULL},
    {"GPL-3.0-or-later", NULL},
    {"ISC", NULL},
    {"LAL-1.3", NULL},
    {"LGPL-2.1-only", NULL},
    {"LGPL-2.1-or-later", NULL},
    {"LGPL-3.0-only", NULL},
    {"LGPL-3.0-or-later", NULL},
    {"MIT-0", NULL},
    {"MPL-2.0", NULL},
    {"MS-PL", NULL},
    {"MS-RL", NULL},
    {"NCSA", NULL},
    {"ODbL-1.0", NULL},
    {"OFL-1.1", NULL},
    {"OSL-3.0", NULL},
    {"PDDL-1.0", NULL},
    {"PostgreSQL", NULL},
    {"Unlicense", NULL},
    {"UPL-1.0", NULL},
    {"WTFPL", NULL},
    {"Zlib", NULL},
};

static const struct licence *find(struct str id)
{
    for (size_t i = 0; i < sizeof licences / sizeof *licences; i++)
        if (str_eq(id, str_of(licences[i].id)))
            return &licences[i];
    return NULL;
}

static bool is_own(struct str id)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    if (!str_starts_with(id, STR(OWN)) || id.n == sizeof OWN - 1 || id.n > ID_MAX)
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!memchr(letters, id.p[i], sizeof letters - 1))
            return false;
    return true;
}

bool licence_known(struct str id)
{
    return find(id) != NULL || is_own(id);
}

struct str licence_name(struct str id)
{
    const struct licence *licence = find(id);
    return licence && licence->name ? str_of(_(licence->name)) : id;
}

struct str licence_link(struct arena *arena, struct str id)
{
    return find(id) && !is_own(id) ? arena_printf(arena, "https://spdx.org/licenses/" STR_FMT ".html", STR_ARG(id)) : STR_NULL;
}

struct list licence_choices(struct arena *arena, struct str current)
{
    struct schematic_choice_row *rows = arena_array(arena, OFFERED + 1, sizeof *rows);
    bool offered = current.n == 0;
    for (size_t i = 0; i < OFFERED; i++) {
        rows[i] = (struct schematic_choice_row){str_of(licences[i].id), str_of(_(licences[i].name))};
        offered = offered || str_eq(current, rows[i].value);
    }
    if (!offered)
        rows[OFFERED] = (struct schematic_choice_row){current, licence_name(current)};
    return (struct list){rows, (size_t)OFFERED + (offered ? 0 : 1)};
}
