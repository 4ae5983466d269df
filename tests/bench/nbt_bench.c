/* nbt_bench FILE…: how fast builds are inspected and studied, beside bare inflate of the same bytes with the same buffers, in
 * processor time; a line of JSON a file. Each figure is the median of several runs over the file in memory, which take turns.
 * With --peak, one study of a file as it lies on disk, and the most memory that the process ever held.
 * With --list, one line a file: what it is or why it is refused. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
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
static enum schematic_result study(const struct schematic_input *input, struct schematic_refusal *refusal)
{
    struct arena *arena = arena_new(8 << 20);
    struct schematic_study found;
    enum schematic_result result = schematic_study(arena, NULL, input, &found, refusal);
    arena_free(arena);
    return result;
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

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

static void measure(struct memory_file *file)
{
    enum schematic_result result = SCHEMATIC_READ_FAILED;
    struct schematic_facts facts;
    struct schematic_refusal refusal;
    const struct schematic_input input = {read_memory, file, rewind_memory};
    enum { RUNS = 9, RUNS_LARGE = 3, LARGE = 256 * 1000 * 1000 };
    double inspected[RUNS], studied[RUNS], bare[RUNS];
    int64_t bytes = 0;
    size_t run = 0;
    for (; run < (bytes > LARGE ? RUNS_LARGE : RUNS); run++) {
        double start = seconds();
        inspect(file, &result, &facts, &refusal);
        inspected[run] = seconds() - start;
        start = seconds();
        if (study(&input, &refusal) == SCHEMATIC_READ_FAILED)
            abort();
        studied[run] = seconds() - start;
        start = seconds();
        bytes = bare_inflate(file);
        bare[run] = seconds() - start;
    }
    printf("{\"bytes\":%lld,\"inflate\":%.6f,\"inspect\":%.6f,\"study\":%.6f,\"result\":\"%s\"}\n", (long long)bytes, median(bare, run),
           median(inspected, run), median(studied, run), result == SCHEMATIC_OK ? "ok" : refusal.reason);
}

static void measure_peak(const char *path)
{
    struct arena *arena = arena_new(1 << 20);
    struct schematic_refusal refusal;
    struct rusage usage;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct schematic_input input = schematic_input_file(arena, descriptor);
    if (study(&input, &refusal) == SCHEMATIC_READ_FAILED)
        abort();
    close(descriptor);
    arena_free(arena);
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"peak\":%.1f}\n", (double)usage.ru_maxrss / 1024);
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
    bool list = argc > 1 && strcmp(argv[1], "--list") == 0, peak = argc > 1 && strcmp(argv[1], "--peak") == 0;
    for (int i = list || peak ? 2 : 1; i < argc; i++) {
        struct memory_file file;
        if (peak) {
            measure_peak(argv[i]);
            continue;
        }
        if (!load(argv[i], &file)) {
            perror(argv[i]);
            return EXIT_FAILURE;
        }
        if (list)
            describe(argv[i], &file);
        else
            measure(&file);
        free(file.p);
    }
    return EXIT_SUCCESS;
}
