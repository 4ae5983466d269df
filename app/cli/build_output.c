#include "cli/build_output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool build_take_folder(void *order, const char *value)
{
    ((struct build_output *)order)->folder = value;
    return *value != '\0';
}

bool build_take_force(void *order, const char *value)
{
    (void)value;
    ((struct build_output *)order)->force = true;
    return true;
}

/* How much of PATH is its folder, the slash included. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

struct str build_title(struct arena *arena, const char *path)
{
    if (strcmp(path, "-") == 0)
        return STR("stdin");
    const char *name = path + folder_length(path), *dot = strrchr(name, '.');
    return arena_str(arena, (struct str){name, dot && dot != name ? (size_t)(dot - name) : strlen(name)});
}

struct str build_output_path(struct build_file *file, const struct build_output *output, const char *extension)
{
    struct str folder = output->folder ? str_of(output->folder) : (struct str){file->path, folder_length(file->path)};
    struct str title = build_title(file->arena, file->path);
    const char *between = folder.n > 0 && folder.p[folder.n - 1] != '/' ? "/" : "";
    return arena_printf(file->arena, STR_FMT "%s" STR_FMT "%s", STR_ARG(folder), between, STR_ARG(title), extension);
}

/* A new file beside the one at PATH; its name is put into *TEMPORARY. */
static FILE *open_beside(struct build_file *file, struct str path, char **temporary)
{
    struct str folder = {path.p, folder_length(path.p)};
    struct str name = arena_printf(file->arena, STR_FMT ".curio-XXXXXX", STR_ARG(folder));
    *temporary = arena_alloc(file->arena, name.n + 1);
    memcpy(*temporary, name.p, name.n);
    int descriptor = mkostemp(*temporary, O_CLOEXEC);
    if (descriptor < 0)
        return NULL;
    FILE *opened = fdopen(descriptor, "wb");
    if (!opened)
        close(descriptor);
    return opened;
}

/* Gives the finished file its name. */
static bool publish(struct build_file *file, const struct build_output *output, const char *temporary, struct str path)
{
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path.p, output->force ? 0 : RENAME_NOREPLACE) == 0)
        return true;
    return errno == EEXIST ? build_fail(file, "exists", path.p) : build_fail(file, "unwritable", strerror(errno));
}

bool build_output_write(struct build_file *file, const struct build_output *output, struct str path, bool (*write)(struct build_file *, FILE *, void *with), void *with)
{
    char *temporary;
    if (!output->force && access(path.p, F_OK) == 0)
        return build_fail(file, "exists", path.p);
    FILE *out = open_beside(file, path, &temporary);
    if (!out)
        return build_fail(file, "unwritable", strerror(errno));
    bool written = write(file, out, with);
    if (written && (fflush(out) != 0 || fsync(fileno(out)) != 0))
        written = build_fail(file, "unwritable", strerror(errno));
    if (fclose(out) != 0 && written)
        written = build_fail(file, "unwritable", strerror(errno));
    written = written && publish(file, output, temporary, path);
    if (!written)
        unlink(temporary);
    return written;
}
