/* Stands in for libFuzzer: gives each named file, and each file in a named folder, to the fuzz target once, so that every build
 * runs the committed inputs, with or without clang. */
#include <assert.h>
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATH_MOST = 4096 };
static size_t replayed;

/* The bytes are copied to a block of exactly their size, so that the sanitizers see the first byte past them. */
static void replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size ? size : 1);
    assert(file && data);
    size_t n = fread(data, 1, size, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    replayed++;
}

static void replay(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    if (!S_ISDIR(about.st_mode)) {
        replay_file(path, (size_t)about.st_size);
        return;
    }
    DIR *folder = opendir(path);
    assert(folder);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        char inside[PATH_MOST];
        int n = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && n > 0 && (size_t)n < sizeof inside)
            replay(inside);
    }
    closedir(folder);
}

/* Nothing replayed is a failure: a test that looks at no input says nothing. */
int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++)
        replay(arguments[i]);
    printf("%zu inputs\n", replayed);
    return replayed ? EXIT_SUCCESS : EXIT_FAILURE;
}
