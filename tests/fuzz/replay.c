/* Runs every file of the given folders through a fuzz target, for builds without libFuzzer. A folder without files is a mistake: a
 * target whose inputs were forgotten would pass for ever. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 32 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* A copy of exactly its size, so that a sanitizer sees one byte too many. */
static int replay(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    uint8_t *large = malloc(INPUT_MAX);
    if (file == NULL || large == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    size_t n = fread(large, 1, INPUT_MAX, file);
    uint8_t *exact = malloc(n > 0 ? n : 1);
    if (exact == NULL)
        return 1;
    memcpy(exact, large, n);
    free(large);
    fclose(file);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return 0;
}

int main(int argc, char **argv)
{
    int count = 0, bad = 0;
    for (int i = 1; i < argc; i++) {
        struct dirent **entries;
        int n = scandir(argv[i], &entries, is_input, alphasort);
        for (int j = 0; j < n; j++) {
            bad += replay(argv[i], entries[j]->d_name);
            free(entries[j]);
            count++;
        }
        if (n >= 0)
            free(entries);
    }
    printf("%d inputs\n", count);
    return bad > 0 || count == 0;
}
