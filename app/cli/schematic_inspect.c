#include "cli/schematic_inspect.h"

#include "cli/build_file.h"
#include "core/text.h"

static void write_texts(struct build_line *line, const char *key, const char *const *texts, size_t count)
{
    json_key(&line->json, str_of(key));
    json_array_open(&line->json);
    for (size_t i = 0; i < count; i++)
        json_text(&line->json, str_of(texts[i]));
    json_array_close(&line->json);
}

static void write_facts(struct build_line *line, const struct schematic_facts *facts)
{
    build_line_text(line, "format", str_of(schematic_format_name(facts->format)));
    build_line_number(line, "version", facts->version);
    if (facts->has_data_version)
        build_line_number(line, "data_version", facts->data_version);
    else
        build_line_text(line, "data_version", STR_NULL);
    build_line_number(line, "width", facts->width);
    build_line_number(line, "height", facts->height);
    build_line_number(line, "length", facts->length);
    build_line_number(line, "blocks", facts->blocks);
    build_line_number(line, "regions", facts->regions);
}

static void write_mods(struct build_line *line, struct arena *arena, const struct census *census)
{
    size_t count;
    const struct str *mods = census_mods(arena, census, &count);
    json_key(&line->json, STR("mods"));
    json_array_open(&line->json);
    for (size_t i = 0; i < count; i++)
        json_text(&line->json, mods[i]);
    json_array_close(&line->json);
}

static void write_manifest(struct build_line *line, const struct manifest *manifest)
{
    json_key(&line->json, STR("manifest"));
    json_object_open(&line->json);
    build_line_number(line, "block_entities", manifest->block_entities);
    for (enum manifest_kind kind = 0; kind < MANIFEST_KIND_COUNT; kind++)
        if (manifest->groups[kind].count > 0)
            build_line_number(line, manifest_kind_name(kind), manifest->groups[kind].count);
    json_object_close(&line->json);
}

static bool inspect_file(struct build_file *file, void *unused)
{
    struct schematic_study study;
    struct build_line line;
    bool ok = build_study(file, &study);
    (void)unused;
    build_line_begin(&line, file, ok);
    if (ok) {
        write_facts(&line, &study.facts);
        build_line_text(&line, "hash", hex_encode(file->arena, study.hash.b, sizeof study.hash.b));
        write_texts(&line, "warnings", study.facts.warnings, study.facts.warning_count);
        build_line_number(&line, "bytes", study.facts.inflated);
        write_mods(&line, file->arena, &study.census);
        write_manifest(&line, &study.manifest);
    }
    return build_line_end(&line) && ok;
}

enum exit_code schematic_inspect_files(struct cli *cli)
{
    struct build_files files;
    struct schematic_budget budget;
    if (!build_options(cli, NULL, 0, NULL, &files)) {
        complain(_("usage: curio schematic inspect FILE…"));
        return EXIT_USAGE;
    }
    return build_budget(cli, &budget) ? build_each(&files, &budget, inspect_file, NULL) : EXIT_USAGE;
}
