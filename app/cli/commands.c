#include "cli/command.h"

#include "cli/admin.h"
#include "cli/database.h"
#include "cli/doctor.h"
#include "cli/image_config.h"
#include "cli/market_read.h"
#include "cli/market_import.h"
#include "cli/nginx.h"
#include "cli/pages.h"
#include "cli/schematic_convert.h"
#include "cli/schematic_inspect.h"
#include "cli/schematic_materials.h"
#include "cli/schematic_thumb.h"
#include "cli/seed.h"
#include "cli/show.h"
#include "cli/user.h"
#include "core/text.h"

#include <limits.h>
#include <unistd.h>

const struct command commands[] = {
    {"config", "", 0, 0, N_("print every setting, with its meaning, default and range"), show_config, true},
    {"doctor", "", 0, 0, N_("check the settings and everything that Curio leans on"), doctor, true},
    {"migrate", "[FOLDER]", 0, 1, N_("bring the database up to date"), database_migrate, true},
    {"migrate status", "[FOLDER]", 0, 1, N_("list migrations, applied and pending"), database_status, true},
    {"admin create", "EMAIL NAME", 2, 2, N_("make an administrator; the password is read, or made and printed"),
     command_admin_create, true},
    {"admin grant", "EMAIL ROLE", 2, 2, N_("give an account a role"), command_admin_grant, true},
    {"user delete", "NAME [--now]", 1, 2, N_("close an account by its address or page; erased later, or now"), command_user_delete, true},
    {"user restore", "NAME", 1, 1, N_("bring a closed account back"), command_user_restore, true},
    {"user export", "NAME", 1, 1, N_("print a copy of everything that is kept about a person, as JSON"), command_user_export, true},
    {"seed", "", 0, 0, N_("make demo people and builds, as far as they are missing"), seed, true},
    {"schematic inspect", "FILE...", 1, SIZE_MAX, N_("say what builds are and whether they are sound, a line of JSON each"),
     schematic_inspect_files, false},
    {"schematic materials", "FILE...", 1, SIZE_MAX, N_("list what builds take to build, as JSON, CSV or text"), schematic_materials_files, false},
    {"schematic convert", "FILE... --to FORMAT", 3, SIZE_MAX, N_("write builds in another format, and say what it can't hold"),
     schematic_convert_files, false},
    {"schematic thumb", "FILE...", 1, SIZE_MAX, N_("draw pictures of builds"), schematic_thumb_files, false},
    {"market read", "FILE...", 1, SIZE_MAX, N_("say which markets files hold and what in them is refused, a line of JSON each"), market_read_files, false},
    {"market import", "SOURCE|FILE...", 1, SIZE_MAX, N_("read markets from a source, an address or a file; --kind KIND, --dry-run"), market_import_sources, true},
    {"market sources", "", 0, 0, N_("list the sources of markets and how they were read last"), market_import_list, true},
    {"market undo", "RUN", 1, 1, N_("take back what a reading of a source changed"), market_import_undo, true},
    {"routes", "", 0, 0, N_("list every route and what it asks for"), show_routes, true},
    {"openapi", "", 0, 0, N_("print the API's OpenAPI document"), show_openapi, true},
    {"nginx", "[TEMPLATE]", 0, 1, N_("print nginx's configuration for these settings"), nginx_render, true},
    {"pages", "LOCALES FOLDER", 2, 2, N_("write the pages that nginx shows by itself, one a language"), pages_write, false},
    {"image-config", "", 0, 0, N_("print the image pool's own configuration, which holds no secret but its key"), image_config, true},
    {"version", "", 0, 0, N_("print the version"), show_version, false},
    {"help", "", 0, 0, N_("print this"), show_help, false},
};
const size_t command_count = sizeof commands / sizeof *commands;

/* How many of the words NAME takes, if they begin with it; else 0. */
static size_t words_matching(struct str name, size_t count, char **words)
{
    struct str word;
    size_t used = 0;
    while (name.n) {
        str_cut(name, ' ', &word, &name);
        if (used == count || !str_eq(word, str_of(words[used])))
            return 0;
        used++;
    }
    return used;
}

const struct command *command_find(size_t count, char **words, size_t *used)
{
    const struct command *found = NULL;
    *used = 0;
    for (size_t i = 0; i < command_count; i++) {
        size_t matching = words_matching(str_of(commands[i].name), count, words);
        if (matching > *used) {
            found = &commands[i];
            *used = matching;
        }
    }
    return found;
}

void command_help(FILE *out)
{
    fprintf(out, "%s\n\n", _("usage: curio [--config FILE] COMMAND"));
    for (size_t i = 0; i < command_count; i++) {
        char usage[64];
        snprintf(usage, sizeof usage, "%s %s", commands[i].name, commands[i].arguments);
        fprintf(out, "  %-37s %s\n", usage, gettext(commands[i].says));
    }
    fprintf(out, "\n%s\n", _("Settings come from the file, or the one that CURIO_CONFIG names, or /etc/curio/curio.conf;\n"
                             "then from CURIO_KEY in the environment."));
}

enum exit_code complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("curio: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return EXIT_FAILED;
}

const char *share_path(struct arena *arena, const char *installed, const char *in_source)
{
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    program[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash) {
        *slash = '\0';
        struct str beside = arena_printf(arena, "%s/../share/curio/%s", program, installed);
        if (access(beside.p, R_OK) == 0)
            return beside.p;
    }
    return arena_printf(arena, "%s/%s", CURIO_SOURCE_DIR, in_source).p;
}

void print_buf(const struct buf *text)
{
    fwrite(text->p, 1, text->n, stdout);
}

struct str first_line(struct str text)
{
    struct str line, rest;
    str_cut(str_trim(text), '\n', &line, &rest);
    return line;
}
