/* tmplc OUTDIR FILE.sql... FILE.html...: writes OUTDIR/ROOM.h and ROOM.c for every room that has templates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/tmplc_emit.h"
#include "tools/tmplc_parse.h"

static int template_order(const void *left, const void *right)
{
    const struct template *a = *(const struct template *const *)left, *b = *(const struct template *const *)right;
    size_t n = a->source.path.n < b->source.path.n ? a->source.path.n : b->source.path.n;
    int order = memcmp(a->source.path.p, b->source.path.p, n);
    return order != 0 ? order : (a->source.path.n > b->source.path.n) - (a->source.path.n < b->source.path.n);
}

/* Every room's queries and templates: which of them a template needs is not worth working out. */
static void write_includes(struct buf *out, const struct declared_list *contracts, const struct template *const *templates, size_t count)
{
    for (size_t i = 0; i < contracts->count; i++) {
        if (i == 0 || !str_eq(contracts->at[i].source.room, contracts->at[i - 1].source.room))
            buf_printf(out, "#include \"queries/" STR_FMT ".h\"\n", STR_ARG(contracts->at[i].source.room));
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !str_eq(templates[i]->source.room, templates[i - 1]->source.room))
            buf_printf(out, "#include \"templates/" STR_FMT ".h\"\n", STR_ARG(templates[i]->source.room));
    }
    buf_add_char(out, '\n');
}

static bool write_file(struct arena *arena, const char *folder, struct str room, const char *ending, const struct buf *text)
{
    struct str path = arena_printf(arena, "%s/" STR_FMT ".%s", folder, STR_ARG(room), ending);
    if (!text->failed)
        return made_file_write(path.p, buf_str(text));
    fprintf(stderr, "%s: larger than a source file should be\n", path.p);
    return false;
}

static bool write_room(struct arena *arena, const char *folder, const struct template_room *room, const struct buf *includes)
{
    struct buf text;
    buf_init(&text, TOOL_FILE_MAX * 16);
    emit_header(&text, arena, room);
    bool good = write_file(arena, folder, room->name, "h", &text);
    buf_clear(&text);
    buf_printf(&text, "/* Made from templates/" STR_FMT " by tmplc. */\n#include \"core/text.h\"\n", STR_ARG(room->name));
    buf_add(&text, buf_str(includes));
    emit_source(&text, room);
    good = write_file(arena, folder, room->name, "c", &text) && good;
    buf_free(&text);
    return good;
}

static bool write_everything(struct arena *arena, const char *folder, const struct declared_list *contracts, const struct template_list *list)
{
    const struct template **sorted = arena_array(arena, list->count + 1, sizeof *sorted);
    for (size_t i = 0; i < list->count; i++)
        sorted[i] = &list->at[i];
    qsort(sorted, list->count, sizeof *sorted, template_order);
    struct buf includes;
    buf_init(&includes, TOOL_FILE_MAX);
    write_includes(&includes, contracts, sorted, list->count);
    bool good = true;
    for (size_t i = 0; i < list->count;) {
        struct template_room room = {sorted[i]->source.room, &sorted[i], 0};
        while (i < list->count && str_eq(sorted[i]->source.room, room.name)) {
            room.count++;
            i++;
        }
        good = write_room(arena, folder, &room, &includes) && good;
    }
    buf_free(&includes);
    return good;
}

static bool compile(struct arena *arena, struct mistakes *mistakes, const char *folder, size_t count, char *const paths[])
{
    struct source *queries = arena_array(arena, count + 1, sizeof *queries);
    struct source *pages = arena_array(arena, count + 1, sizeof *pages);
    size_t query_count = 0, page_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool query = str_ends_with(str_of(paths[i]), STR(".sql"));
        source_read(arena, mistakes, paths[i], query ? &queries[query_count++] : &pages[page_count++]);
    }
    struct declared_list contracts;
    struct template_list templates;
    return mistakes->count == 0 && contracts_parse(arena, mistakes, queries, query_count, &contracts) &&
           templates_parse(arena, mistakes, &contracts, pages, page_count, &templates) &&
           write_everything(arena, folder, &contracts, &templates);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: tmplc OUTDIR FILE.sql... FILE.html...\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new(TOOL_MEMORY);
    struct mistakes mistakes;
    mistakes_init(&mistakes);
    bool good = compile(arena, &mistakes, argv[1], (size_t)argc - 2, &argv[2]);
    struct str report = buf_str(&mistakes.report);
    fwrite(report.p, 1, report.n, stderr);
    mistakes_free(&mistakes);
    arena_free(arena);
    return good ? 0 : 1;
}
