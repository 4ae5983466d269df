/* Damaged copies of real builds through everything that reads them: each is refused with a reason, or read, listed, drawn, cut into
 * sections and written in every format. The same copies every time.
 *
 *     mutate_corpus COPIES LARGEST KEEP FOLDER…
 *
 * of files up to LARGEST bytes, in the folders and in $CURIO_CORPORA/schematics. KEEP ("-": none) is a file that holds the copy
 * that is being tried, for when that crashes. Ends with one line of what became of them. */
#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "fuzz/convert_check.h"
#include "fuzz/mutations.h"
#include "schematic/materials.h"
#include "schematic/sections.h"
#include "schematic/thumb.h"

enum { PATH_MOST = 4096, REASONS = 64, PICTURE = 96, BLOCKS_MAX = 1 << 20 };

static struct {
    struct piece *at;
    size_t count;
} files;

static struct {
    size_t copies, accepted, refused, by_reason[REASONS];
    double slowest;
} seen;

static void add_file(const char *path, size_t largest)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(largest + 1);
    if (!file || !bytes)
        abort();
    size_t n = fread(bytes, 1, largest + 1, file);
    fclose(file);
    if (n == 0 || n > largest) {
        free(bytes);
        return;
    }
    files.at = realloc(files.at, (files.count + 1) * sizeof *files.at);
    if (!files.at)
        abort();
    files.at[files.count++] = (struct piece){bytes, n};
}

/* All files in and below a folder, sorted. */
static void add_folder(const char *path, size_t largest)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char below[PATH_MOST];
        snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && entries[i]->d_type == DT_DIR)
            add_folder(below, largest);
        else if (entries[i]->d_type == DT_REG)
            add_file(below, largest);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void note_refusal(const struct schematic_refusal *why)
{
    size_t i = 0;
    while (schematic_reason_at(i) && strcmp(schematic_reason_at(i), why->reason) != 0)
        i++;
    if (!schematic_reason_says(why->reason) || why->offset < 0 || i >= REASONS)
        abort();
    seen.by_reason[i]++;
}

static void use_study(struct arena *arena, const struct schematic_study *study)
{
    struct materials materials;
    struct buf out;
    materials_of(arena, &study->census, &materials);
    if (census_blocks(&study->census) != materials.blocks || study->voids != study->facts.blocks - materials.blocks || study->voids < 0)
        abort();
    buf_init(&out, 1 << 26);
    materials_csv(&materials, &out);
    materials_json(&materials, &out);
    materials_text(&materials, STR("copy"), &out);
    manifest_json(&study->manifest, &out);
    if (out.failed)
        abort();
    buf_free(&out);
}

static void use_model(struct model *model)
{
    struct buf out;
    for (enum thumb_view view = THUMB_DIMETRIC; view <= THUMB_TOP; view++) {
        uint8_t *pixels = thumb_draw(model, view, PICTURE);
        buf_init(&out, 1 << 24);
        if (pixels && (!thumb_webp(pixels, PICTURE, &out) || !thumb_png(pixels, PICTURE, &out)))
            abort();
        buf_free(&out);
        free(pixels);
    }
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++)
        check_conversion(model, target, 1 << 26);
    buf_init(&out, 1 << 26);
    if (!sections_write(model, &out) && model_flat(model, BLOCKS_MAX))
        abort();
    buf_free(&out);
}

/* A copy of exactly its size, so that a sanitizer sees one byte too many. */
static void try_copy(const uint8_t *exact, size_t n)
{
    const struct schematic_budget budget = {.bytes = 1 << 26, .nodes = 1 << 21, .blocks = 1 << 24};
    struct arena *arena = arena_new(256 << 20);
    struct schematic_input input = schematic_input_bytes(arena, (struct str){(const char *)exact, n});
    struct schematic_study study;
    struct schematic_refusal why, unloaded;
    struct model *model = NULL;
    enum schematic_result result = schematic_study(arena, &budget, &input, &study, &why);
    enum schematic_result loaded = model_load(&budget, BLOCKS_MAX, &input, &model, &unloaded);
    if (result == SCHEMATIC_OK) {
        seen.accepted++;
        use_study(arena, &study);
    } else {
        seen.refused++;
        note_refusal(&why);
    }
    if (loaded == SCHEMATIC_OK) {
        if (result != SCHEMATIC_OK || !sha256_eq(model_hash(model), study.hash) || model->facts.blocks != study.facts.blocks)
            abort();
        use_model(model);
    } else if (result == SCHEMATIC_OK && strncmp(unloaded.reason, "too-many-", 9) != 0) {
        abort();
    }
    model_free(model);
    arena_free(arena);
}

static void keep(const char *path, const struct buf *copy)
{
    if (strcmp(path, "-") == 0)
        return;
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(copy->p, 1, copy->n, file) != copy->n || fclose(file) != 0)
        abort();
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void try_next(const char *kept, uint64_t *seed)
{
    struct buf copy;
    struct piece file = files.at[seen.copies % files.count], other = files.at[next(seed) % files.count];
    mutate_copy(file, other, &copy, seed);
    keep(kept, &copy);
    uint8_t *exact = malloc(copy.n ? copy.n : 1);
    if (!exact)
        abort();
    memcpy(exact, copy.p, copy.n);
    double start = now();
    try_copy(exact, copy.n);
    double took = now() - start;
    seen.slowest = took > seen.slowest ? took : seen.slowest;
    seen.copies++;
    free(exact);
    buf_free(&copy);
}

static void report(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu files, %zu copies: %zu accepted, %zu refused (", files.count, seen.copies, seen.accepted, seen.refused);
    for (size_t i = 0, any = 0; i < REASONS; i++)
        if (seen.by_reason[i] > 0)
            printf("%s%s %zu", any++ ? ", " : "", schematic_reason_at(i), seen.by_reason[i]);
    printf("); slowest %.2f s, peak %ld MiB\n", seen.slowest, usage.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    char corpora[PATH_MOST];
    const char *root = getenv("CURIO_CORPORA");
    int64_t copies, largest;
    uint64_t seed = 88172645463325252u;
    if (argc < 5 || !str_to_int64(str_of(argv[1]), &copies) || !str_to_int64(str_of(argv[2]), &largest) || largest < 1 || largest > 1 << 26)
        return 2;
    for (int i = 4; i < argc; i++)
        add_folder(argv[i], (size_t)largest);
    size_t own = files.count;
    snprintf(corpora, sizeof corpora, "%s/schematics", root ? root : "../shared/corpora");
    add_folder(corpora, (size_t)largest);
    if (files.count == own)
        printf("no builds in %s: only copies of the tests' own\n", corpora);
    if (own == 0)
        return 1;
    while (seen.copies < (size_t)copies)
        try_next(argv[3], &seed);
    report();
    return seen.accepted > 0 && seen.refused > 0 ? 0 : 1;
}
