#include "cli/schematic_materials.h"

#include "cli/build_output.h"
#include "core/text.h"
#include "schematic/materials.h"

#include <string.h>

enum { LIST_MOST = 64 << 20 };

enum listing { AS_JSON, AS_CSV, AS_TEXT };

static bool say_as_json(struct build_file *file, bool ok, const struct materials *materials)
{
    struct build_line line;
    build_line_begin(&line, file, ok);
    if (ok)
        materials_json_members(materials, &line.json);
    return build_line_end(&line) && ok;
}

static bool say_as_list(struct build_file *file, enum listing listing, const struct materials *materials)
{
    struct buf list;
    buf_init_in(file->arena, &list, LIST_MOST);
    if (listing == AS_CSV)
        materials_csv(materials, &list);
    else
        materials_text(materials, build_title(file->arena, file->path), &list);
    print_buf(&list);
    return !list.failed;
}

static bool list_file(struct build_file *file, void *order)
{
    enum listing listing = *(const enum listing *)order;
    struct schematic_study study;
    struct materials materials;
    bool ok = build_study(file, &study);
    if (ok)
        materials_of(file->arena, &study.census, &materials);
    if (listing == AS_JSON)
        return say_as_json(file, ok, &materials);
    if (ok)
        return say_as_list(file, listing, &materials);
    complain("%s: %s (%lld): %s", file->path, file->why.reason, (long long)file->why.offset, file->why.detail);
    return false;
}

static bool take_format(void *order, const char *value)
{
    static const char *const names[] = {[AS_JSON] = "json", [AS_CSV] = "csv", [AS_TEXT] = "text"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(value, names[i]) == 0) {
            *(enum listing *)order = (enum listing)i;
            return true;
        }
    return false;
}

enum exit_code schematic_materials_files(struct cli *cli)
{
    static const struct build_option options[] = {{"--format", take_format, false}};
    enum listing listing = AS_JSON;
    struct build_files files;
    struct schematic_budget budget;
    if (!build_options(cli, options, 1, &listing, &files)) {
        complain(_("usage: curio schematic materials FILE… [--format json|csv|text]"));
        return EXIT_USAGE;
    }
    return build_budget(cli, &budget) ? build_each(&files, &budget, list_file, &listing) : EXIT_USAGE;
}
