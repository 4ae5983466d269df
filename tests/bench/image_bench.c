/* The five widths of a JPEG as WebP, as the image pool draws them, for `./dev bench images`: image_bench FILE FOLDER QUALITY RUNS. Prints a line of
 * JSON: milliseconds a run (the least of them) and the most memory that was resident. */
#include <stdio.h>
#include <stdlib.h>

#include "core/timestamp.h"
#include "image/draw.h"

enum { FILE_MOST = 64 << 20, PATH = 4096 };

static bool keep(void *with, int32_t width, struct str webp)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/%d.webp", (const char *)with, width);
    FILE *file = fopen(path, "we");
    const bool kept = file && fwrite(webp.p, 1, webp.n, file) == webp.n;
    return file && fclose(file) == 0 && kept;
}

static struct str read_file(const char *path)
{
    static char bytes[FILE_MOST];
    FILE *file = fopen(path, "re");
    const size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    return (struct str){bytes, n};
}

/* Of this program: what getrusage says begins with what its maker had. */
static long peak_kib(void)
{
    char line[256];
    int64_t kib = 0;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file))
        if (str_starts_with(str_of(line), STR("VmHWM:"))) {
            struct str number, unit;
            str_cut(str_trim(str_slice(str_of(line), 6, sizeof line)), ' ', &number, &unit);
            if (!str_to_int64(number, &kib))
                kib = 0;
        }
    if (file)
        fclose(file);
    return (long)kib;
}

int main(int count, char **arguments)
{
    int64_t quality, runs, best = INT64_MAX;
    if (count != 5 || !str_to_int64(str_of(arguments[3]), &quality) || !str_to_int64(str_of(arguments[4]), &runs))
        return 2;
    const struct str file = read_file(arguments[1]);
    for (int64_t i = 0; i < runs; i++) {
        const int64_t from = monotonic_us();
        if (draw_widths(file, (int)quality, keep, arguments[2]) != IMAGE_OK)
            return 1;
        const int64_t took = monotonic_us() - from;
        best = took < best ? took : best;
    }
    printf("{\"ms\": %.1f, \"kib\": %ld}\n", (double)best / 1000, peak_kib());
    return 0;
}
