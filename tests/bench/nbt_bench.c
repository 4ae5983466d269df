/* nbt_bench FILE…: how fast builds are inspected, beside bare inflate of the same bytes with the same buffers; and the most
 * memory that the process ever held. Each figure is the best of several runs over the file in memory.
 * With --list, one line a file instead: what it is or why it is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zlib.h>

#include "schematic/inspect.h"

struct memory_file {
    unsigned char *p;
    size_t n, at;
};

static ptrdiff_t read_memory(void *with, void *into, size_t size)
{
    struct memory_file *file = with;
    size_t n = file->n - file->at < size ? file->n - file->at : size;
    memcpy(into, file->p + file->at, n);
    file->at += n;
    return (ptrdiff_t)n;
}

static bool load(const char *path, struct memory_file *file)
{
    *file = (struct memory_file){0};
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    fseek(in, 0, SEEK_END);
    long size = ftell(in);
    rewind(in);
    file->p = malloc(size > 0 ? (size_t)size : 1);
    file->n = size > 0 && file->p ? fread(file->p, 1, (size_t)size, in) : 0;
    fclose(in);
    return file->p && size >= 0 && file->n == (size_t)size;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void inspect(struct memory_file *file, enum schematic_result *result, struct schematic_facts *facts, struct schematic_refusal *refusal)
{
    struct arena *arena = arena_new(1 << 20);
    file->at = 0;
    *result = schematic_inspect(arena, NULL, read_memory, file, facts, refusal);
    arena_free(arena);
}

static bool rewind_memory(void *with)
{
    ((struct memory_file *)with)->at = 0;
    return true;
}

/* All of it: the hash, the census and the manifest as well. */
static void study(struct memory_file *file)
{
    struct arena *arena = arena_new(8 << 20);
    struct schematic_study found;
    struct schematic_refusal refusal;
    const struct schematic_input input = {read_memory, file, rewind_memory};
    if (schematic_study(arena, NULL, &input, &found, &refusal) == SCHEMATIC_READ_FAILED)
        abort();
    arena_free(arena);
}

static int64_t bare_inflate(struct memory_file *file)
{
    static unsigned char in[64 * 1024], out[128 * 1024];
    z_stream z = {0};
    int result = inflateInit2(&z, 15 + 32);
    file->at = 0;
    while (result == Z_OK) {
        if (z.avail_in == 0) {
            z.avail_in = (uInt)read_memory(file, in, sizeof in);
            z.next_in = in;
        }
        z.next_out = out;
        z.avail_out = sizeof out;
        result = inflate(&z, Z_NO_FLUSH);
    }
    inflateEnd(&z);
    return (int64_t)z.total_out;
}

static void measure(const char *path, struct memory_file *file)
{
    enum { RUNS = 5 };
    enum schematic_result result = SCHEMATIC_READ_FAILED;
    struct schematic_facts facts;
    struct schematic_refusal refusal;
    double ours = 1e9, whole = 1e9, bare = 1e9;
    int64_t bytes = 0;
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        inspect(file, &result, &facts, &refusal);
        double inspected = seconds();
        study(file);
        double middle = seconds();
        bytes = bare_inflate(file);
        double end = seconds();
        ours = inspected - start < ours ? inspected - start : ours;
        whole = middle - inspected < whole ? middle - inspected : whole;
        bare = end - middle < bare ? end - middle : bare;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double megabytes = (double)bytes / 1e6;
    const char *name = strrchr(path, '/');
    printf("%-44s %8.1f MB  inspect %7.1f MB/s  %3.0f %%  study %7.1f MB/s  %3.0f %%  inflate %7.1f MB/s  peak %5.1f MiB with the file's %5.1f  %s\n",
           name ? name + 1 : path, megabytes, megabytes / ours, 100 * bare / ours, megabytes / whole, 100 * bare / whole, megabytes / bare,
           (double)usage.ru_maxrss / 1024, (double)file->n / 1048576, result == SCHEMATIC_OK ? "ok" : refusal.reason);
}

static void describe(const char *path, struct memory_file *file)
{
    enum schematic_result result;
    struct schematic_facts facts;
    struct schematic_refusal refusal;
    inspect(file, &result, &facts, &refusal);
    if (result == SCHEMATIC_OK) {
        printf("%s\t%s\t%d\t%lld\t%lld\t%lld\t%lld\t%d", path, schematic_format_name(facts.format), facts.version, (long long)facts.width,
               (long long)facts.height, (long long)facts.length, (long long)facts.blocks, facts.regions);
        for (size_t i = 0; i < facts.warning_count; i++)
            printf("\t%s", facts.warnings[i]);
        putchar('\n');
    } else {
        printf("%s\trefused\t%s\t%lld\t%s\n", path, refusal.reason, (long long)refusal.offset, refusal.detail);
    }
}

int main(int argc, char **argv)
{
    bool list = argc > 1 && strcmp(argv[1], "--list") == 0;
    for (int i = list ? 2 : 1; i < argc; i++) {
        struct memory_file file;
        if (!load(argv[i], &file)) {
            perror(argv[i]);
            return EXIT_FAILURE;
        }
        if (list)
            describe(argv[i], &file);
        else
            measure(argv[i], &file);
        free(file.p);
    }
    return EXIT_SUCCESS;
}
