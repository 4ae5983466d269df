/* fuzz: tools. The template compiler: any bytes are a template or a list of mistakes, never a crash; what it accepts, it can write. */
#include "tools/tmplc_emit.h"
#include "tools/tmplc_parse.h"

enum { MEMORY = 256 << 20 };

static const char contract_text[] =
    "-- build: a build\n"
    "-- row: id uuid, title text, blocks bigint?, tags text[], at timestamptz?, maybe build_part?, part build_part, parts build_part[]\n";
static const char part_text[] = "-- build_part: a part\n-- row: name text?, size int, ratio float?, on bool?, raw jsonb\n";
static const char base_text[] = "{% template base(b: build) %}<html><title>{% slot title %}</title><p>{% slot body %}</p></html>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(MEMORY);
    struct mistakes mistakes;
    mistakes_init(&mistakes);
    struct source queries[2], pages[2];
    struct declared_list contracts;
    struct template_list templates;
    bool good = size < 1 << 16 && source_open(&mistakes, STR("room/build.sql"), str_of(contract_text), &queries[0]) &&
                source_open(&mistakes, STR("room/build_part.sql"), str_of(part_text), &queries[1]) &&
                source_open(&mistakes, STR("room/base.html"), str_of(base_text), &pages[0]) &&
                source_open(&mistakes, STR("room/page.html"), (struct str){(const char *)data, size}, &pages[1]) &&
                contracts_parse(arena, &mistakes, queries, 2, &contracts) &&
                templates_parse(arena, &mistakes, &contracts, pages, 2, &templates);
    if (good) {
        const struct template *both[] = {&templates.at[0], &templates.at[1]};
        struct template_room room = {STR("room"), both, 2};
        struct buf text;
        buf_init(&text, TOOL_FILE_MAX * 16);
        emit_header(&text, arena, &room);
        emit_source(&text, &room);
        buf_free(&text);
    }
    mistakes_free(&mistakes);
    arena_free(arena);
    return 0;
}
