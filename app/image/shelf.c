#include "image/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/crypto.h"
#include "core/log.h"

static const char *const places[SHELF_PLACES] = {[SHELF_HELD] = "held", [SHELF_MASTER] = "master", [SHELF_HIDDEN] = "hidden"};
enum { FOLDER_MODE = 0770, FILE_MODE = 0660, PATH = 128 };

static bool make_folder(int at, const char *name)
{
    struct stat facts;
    const mode_t was = umask(0007); /* the group shares it; whose it is follows from the folder above (set-group-id) */
    (void)!mkdirat(at, name, FOLDER_MODE);
    umask(was);
    return fstatat(at, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(facts.st_mode);
}

static void close_folder(void *with)
{
    close(*(int *)with);
}

enum shelf_result image_shelf_open(struct arena *arena, const char *folder, struct image_shelf *out)
{
    static const char *const folders[] = {"held", "master", "hidden", "variant", "trash"};
    int *kept = ARENA_NEW(arena, int);
    if (mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST)
        return SHELF_FAIL;
    *kept = out->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (out->folder < 0)
        return SHELF_FAIL;
    arena_defer(arena, close_folder, kept);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (!make_folder(out->folder, folders[i]))
            return SHELF_FAIL;
    return SHELF_OK;
}

bool image_name_valid(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!((name.p[i] >= '0' && name.p[i] <= '9') || (name.p[i] >= 'a' && name.p[i] <= 'f')))
            return false;
    return name.n == IMAGE_NAME;
}

struct str image_name_new(struct arena *arena)
{
    uint8_t random[IMAGE_NAME / 2];
    random_bytes(random, sizeof random);
    return hex_encode(arena, random, sizeof random);
}

struct str image_held_name(struct arena *arena, struct uuid id)
{
    char text[UUID_TEXT];
    return arena_str(arena, uuid_text(id, text));
}

static void path_of(char path[PATH], enum shelf_place place, struct str name)
{
    snprintf(path, PATH, "%s/" STR_FMT ".jpg", places[place], STR_ARG(name));
}

static enum shelf_result failed(const char *what)
{
    const int error = errno;
    if (error == ENOENT || error == EEXIST)
        return error == ENOENT ? SHELF_NONE : SHELF_THERE;
    log_with(LOG_ERROR, "picture files", log_text("what", str_of(what)), log_text("why", str_of(strerror(error))));
    return error == ENOSPC || error == EDQUOT ? SHELF_FULL : SHELF_FAIL;
}

static bool write_all(int descriptor, struct str bytes)
{
    while (bytes.n > 0) {
        const ssize_t n = write(descriptor, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/* Under another name until it is whole. ONCE: to last, and never in the place of another. */
static enum shelf_result write_file(int folder, const char *name, struct str bytes, bool once)
{
    char temporary[PATH];
    uint64_t random;
    random_bytes(&random, sizeof random);
    snprintf(temporary, sizeof temporary, "%s.%016llx", name, (unsigned long long)random);
    const int descriptor = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (descriptor < 0)
        return failed("open");
    (void)fchmod(descriptor, FILE_MODE);
    bool done = write_all(descriptor, bytes) && (!once || fsync(descriptor) == 0);
    done = close(descriptor) == 0 && done && renameat2(folder, temporary, folder, name, once ? RENAME_NOREPLACE : 0) == 0;
    if (done)
        return SHELF_OK;
    const enum shelf_result result = failed("write");
    unlinkat(folder, temporary, 0);
    return result;
}

enum shelf_result image_shelf_write(const struct image_shelf *shelf, enum shelf_place place, struct str name, struct str bytes)
{
    char path[PATH];
    path_of(path, place, name);
    return write_file(shelf->folder, path, bytes, true);
}

int image_shelf_read(const struct image_shelf *shelf, enum shelf_place place, struct str name)
{
    char path[PATH];
    path_of(path, place, name);
    return openat(shelf->folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

static void receipt_path(char path[PATH], struct str name)
{
    snprintf(path, PATH, "%s/" STR_FMT ".receipt", places[SHELF_HELD], STR_ARG(name));
}

enum shelf_result image_shelf_receipt_write(const struct image_shelf *shelf, struct str name, struct str receipt)
{
    char path[PATH];
    receipt_path(path, name);
    return write_file(shelf->folder, path, receipt, true);
}

struct str image_shelf_receipt_read(struct arena *arena, const struct image_shelf *shelf, struct str name, size_t most)
{
    char path[PATH];
    struct stat facts;
    receipt_path(path, name);
    const int descriptor = openat(shelf->folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const bool sound = descriptor >= 0 && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 && (size_t)facts.st_size <= most;
    char *text = sound ? arena_alloc(arena, (size_t)facts.st_size) : NULL;
    size_t n = 0;
    ssize_t got = 1;
    while (text && n < (size_t)facts.st_size && (got = read(descriptor, text + n, (size_t)facts.st_size - n)) > 0)
        n += (size_t)got;
    if (descriptor >= 0)
        close(descriptor);
    return text && n == (size_t)facts.st_size ? (struct str){text, n} : STR_NULL;
}

void image_shelf_remove(const struct image_shelf *shelf, enum shelf_place place, struct str name)
{
    char path[PATH];
    path_of(path, place, name);
    if (unlinkat(shelf->folder, path, 0) != 0 && errno != ENOENT)
        (void)failed("remove");
}

static void variants_path(char path[PATH], struct str name)
{
    snprintf(path, PATH, "variant/" STR_FMT, STR_ARG(name));
}

int image_shelf_variants(const struct image_shelf *shelf, struct str name)
{
    char path[PATH];
    variants_path(path, name);
    if (!make_folder(shelf->folder, path))
        return -1;
    return openat(shelf->folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

enum shelf_result image_shelf_variant_write(int folder, struct str file, struct str bytes)
{
    char name[PATH];
    snprintf(name, sizeof name, STR_FMT, STR_ARG(file));
    return write_file(folder, name, bytes, false); /* made again where a power cut takes it */
}

void image_shelf_tidy(const struct image_shelf *shelf, struct str name)
{
    char path[PATH];
    variants_path(path, name);
    unlinkat(shelf->folder, path, AT_REMOVEDIR);
}

/* Nothing is followed; what can't go is taken by a later sweep. */
static int64_t empty_folder(int at, const char *path)
{
    int64_t gone = 0;
    const int folder = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *listing = folder >= 0 ? fdopendir(folder) : NULL;
    const struct dirent *entry;
    while (listing && (entry = readdir(listing)))
        if (entry->d_name[0] != '.' && unlinkat(dirfd(listing), entry->d_name, 0) == 0)
            gone++;
    if (listing)
        closedir(listing);
    else if (folder >= 0)
        close(folder);
    unlinkat(at, path, AT_REMOVEDIR);
    return gone;
}

/* Out of reach first, then away. */
static enum shelf_result drop_variants(const struct image_shelf *shelf, struct str name)
{
    char path[PATH], away[PATH];
    uint64_t random;
    random_bytes(&random, sizeof random);
    variants_path(path, name);
    snprintf(away, sizeof away, "trash/" STR_FMT ".%016llx", STR_ARG(name), (unsigned long long)random);
    if (renameat(shelf->folder, path, shelf->folder, away) != 0)
        return failed("move variants");
    empty_folder(shelf->folder, away);
    return SHELF_OK;
}

static enum shelf_result move(const struct image_shelf *shelf, enum shelf_place from, enum shelf_place to, struct str name)
{
    char old[PATH], new[PATH];
    path_of(old, from, name);
    path_of(new, to, name);
    return renameat(shelf->folder, old, shelf->folder, new) == 0 ? SHELF_OK : failed("move");
}

static enum shelf_result or_none(enum shelf_result result)
{
    return result == SHELF_NONE ? SHELF_OK : result;
}

enum shelf_result image_shelf_hide(const struct image_shelf *shelf, struct str name)
{
    const enum shelf_result moved = or_none(move(shelf, SHELF_MASTER, SHELF_HIDDEN, name));
    const enum shelf_result dropped = or_none(drop_variants(shelf, name));
    return moved != SHELF_OK ? moved : dropped;
}

enum shelf_result image_shelf_show(const struct image_shelf *shelf, struct str name)
{
    return or_none(move(shelf, SHELF_HIDDEN, SHELF_MASTER, name));
}

enum shelf_result image_shelf_drop(const struct image_shelf *shelf, struct str name)
{
    image_shelf_remove(shelf, SHELF_MASTER, name);
    image_shelf_remove(shelf, SHELF_HIDDEN, name);
    return or_none(drop_variants(shelf, name));
}

static DIR *list(const struct image_shelf *shelf, const char *path)
{
    const int folder = openat(shelf->folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *listing = folder >= 0 ? fdopendir(folder) : NULL;
    if (!listing && folder >= 0)
        close(folder);
    return listing;
}

static bool is_old(DIR *listing, const char *name, int64_t seconds)
{
    struct stat facts;
    return fstatat(dirfd(listing), name, &facts, AT_SYMLINK_NOFOLLOW) == 0 && facts.st_mtim.tv_sec <= time(NULL) - seconds;
}

enum shelf_result image_shelf_each(const struct image_shelf *shelf, enum shelf_place place, int64_t seconds, bool (*take)(void *, struct str),
                                   void *with)
{
    DIR *listing = list(shelf, places[place]);
    const struct dirent *entry;
    bool more = true;
    if (!listing)
        return SHELF_FAIL;
    while (more && (entry = readdir(listing))) {
        struct str name = str_of(entry->d_name);
        if (str_ends_with(name, STR(".jpg")) && is_old(listing, entry->d_name, seconds))
            more = take(with, str_slice(name, 0, name.n - 4));
    }
    closedir(listing);
    return SHELF_OK;
}

/* FOLDERS: what lies there are folders, and goes with all in it; else files, of which those go that never got their name. */
static int64_t sweep_in(const struct image_shelf *shelf, const char *path, int64_t seconds, bool folders)
{
    DIR *listing = list(shelf, path);
    const struct dirent *entry;
    int64_t gone = 0;
    while (listing && (entry = readdir(listing))) {
        const struct str name = str_of(entry->d_name);
        if (name.p[0] == '.' || (!folders && str_ends_with(name, STR(".jpg"))) || !is_old(listing, entry->d_name, seconds))
            continue;
        if (folders)
            gone += empty_folder(dirfd(listing), entry->d_name);
        else if (unlinkat(dirfd(listing), entry->d_name, 0) == 0)
            gone++;
    }
    if (listing)
        closedir(listing);
    return gone;
}

int64_t image_shelf_sweep(const struct image_shelf *shelf, int64_t seconds)
{
    int64_t gone = sweep_in(shelf, "trash", 0, true);
    for (size_t place = 0; place < SHELF_PLACES; place++)
        gone += sweep_in(shelf, places[place], seconds, false);
    return gone;
}
