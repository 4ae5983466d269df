#include "schematic/inspect.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct file {
    int descriptor;
    off_t at;
};

static ptrdiff_t read_file(void *with, void *into, size_t size)
{
    struct file *file = with;
    ssize_t got;
    do
        got = pread(file->descriptor, into, size, file->at);
    while (got < 0 && errno == EINTR);
    file->at += got > 0 ? got : 0;
    return got;
}

static bool rewind_file(void *with)
{
    ((struct file *)with)->at = 0;
    return true;
}

struct schematic_input schematic_input_file(struct arena *arena, int descriptor)
{
    struct file *file = ARENA_NEW(arena, struct file);
    file->descriptor = descriptor;
    return (struct schematic_input){read_file, file, rewind_file};
}

struct bytes {
    struct str all, rest;
};

static ptrdiff_t read_bytes(void *with, void *into, size_t size)
{
    struct bytes *bytes = with;
    size_t n = bytes->rest.n < size ? bytes->rest.n : size;
    if (n > 0)
        memcpy(into, bytes->rest.p, n);
    bytes->rest = str_slice(bytes->rest, n, bytes->rest.n);
    return (ptrdiff_t)n;
}

static bool rewind_bytes(void *with)
{
    struct bytes *bytes = with;
    bytes->rest = bytes->all;
    return true;
}

struct schematic_input schematic_input_bytes(struct arena *arena, struct str all)
{
    struct bytes *bytes = ARENA_NEW(arena, struct bytes);
    *bytes = (struct bytes){all, all};
    return (struct schematic_input){read_bytes, bytes, rewind_bytes};
}
