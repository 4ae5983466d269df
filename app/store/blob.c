#include "store/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/log.h"

enum {
    STORE_MODE = 0750,
    PRIVATE_MODE = 0700,
    BLOB_MODE = 0640,
    QUARANTINED_MODE = 0400,
    PATH_TEXT = sizeof "ab/cd/" + 60,
    TMP_TEXT = 64
};

struct blob_store {
    int root, tmp, quarantine, partial; /* directories */
};

struct blob_writer {
    struct blob_store *store;
    struct sha256 *sha256; /* NULL once finished */
    struct sha256_digest digest;
    int64_t size;
    int descriptor; /* -1 once closed */
    bool in_tmp;
    enum blob_result result; /* sticky */
    char name[TMP_TEXT];     /* in tmp */
};

static enum blob_result failure(const char *what)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    log_error("blob store: %s: %s", what, strerror(errno));
    return full ? BLOB_FULL : BLOB_FAIL;
}

/* The file's place below the store's directory. */
static void blob_path(struct sha256_digest digest, char path[PATH_TEXT])
{
    size_t at = 0;
    for (size_t i = 0; i < sizeof digest.b; i++) {
        at += (size_t)snprintf(path + at, PATH_TEXT - at, "%02x", digest.b[i]);
        if (i < 2)
            path[at++] = '/';
    }
    path[at] = '\0';
}

struct str blob_relative_path(struct arena *arena, struct sha256_digest digest)
{
    char path[PATH_TEXT];
    blob_path(digest, path);
    return arena_str(arena, str_of(path));
}

static int open_folder(int at, const char *name, mode_t mode)
{
    if (mkdirat(at, name, mode) && errno != EEXIST)
        return -1;
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void close_if_open(int descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
}

static void store_close(void *with)
{
    struct blob_store *store = with;
    close_if_open(store->partial);
    close_if_open(store->quarantine);
    close_if_open(store->tmp);
    close_if_open(store->root);
}

enum blob_result blob_store_open(struct arena *arena, const char *directory, struct blob_store **out)
{
    struct blob_store *store = ARENA_NEW(arena, struct blob_store);
    *store = (struct blob_store){.root = -1, .tmp = -1, .quarantine = -1, .partial = -1};
    arena_defer(arena, store_close, store);
    store->root = open_folder(AT_FDCWD, directory, STORE_MODE);
    if (store->root < 0)
        return failure(directory);
    store->tmp = open_folder(store->root, "tmp", PRIVATE_MODE);
    store->quarantine = open_folder(store->root, "quarantine", PRIVATE_MODE);
    store->partial = open_folder(store->root, "partial", PRIVATE_MODE);
    if (store->tmp < 0 || store->quarantine < 0 || store->partial < 0)
        return failure(directory);
    *out = store;
    return BLOB_OK;
}

static void tmp_name(char name[TMP_TEXT])
{
    uint64_t random[2];
    random_bytes(random, sizeof random);
    snprintf(name, TMP_TEXT, "%016llx%016llx", (unsigned long long)random[0], (unsigned long long)random[1]);
}

static int tmp_create(struct blob_store *store, char name[TMP_TEXT])
{
    tmp_name(name);
    return openat(store->tmp, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static bool write_all(int descriptor, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(descriptor, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

bool blob_store_healthy(struct blob_store *store)
{
    char name[TMP_TEXT];
    int descriptor = tmp_create(store, name);
    if (descriptor < 0)
        return false;
    bool written = write_all(descriptor, "healthy", 7);
    close(descriptor);
    return unlinkat(store->tmp, name, 0) == 0 && written;
}

static void writer_close(struct blob_writer *writer)
{
    close_if_open(writer->descriptor);
    writer->descriptor = -1;
}

static void writer_drop(void *with)
{
    struct blob_writer *writer = with;
    if (writer->sha256)
        (void)sha256_finish(writer->sha256);
    writer_close(writer);
    if (writer->in_tmp)
        unlinkat(writer->store->tmp, writer->name, 0);
}

enum blob_result blob_write_begin(struct blob_store *store, struct arena *arena, struct blob_writer **out)
{
    struct blob_writer *writer = ARENA_NEW(arena, struct blob_writer);
    writer->store = store;
    writer->descriptor = tmp_create(store, writer->name);
    if (writer->descriptor < 0)
        return failure("tmp");
    writer->in_tmp = true;
    writer->sha256 = sha256_new();
    arena_defer(arena, writer_drop, writer);
    *out = writer;
    return BLOB_OK;
}

enum blob_result blob_write(struct blob_writer *writer, const void *bytes, size_t n)
{
    if (writer->result != BLOB_OK)
        return writer->result;
    if (!write_all(writer->descriptor, bytes, n))
        return writer->result = failure("write");
    sha256_add(writer->sha256, bytes, n);
    writer->size += (int64_t)n;
    return BLOB_OK;
}

struct sha256_digest blob_write_digest(struct blob_writer *writer, int64_t *size)
{
    if (writer->sha256)
        writer->digest = sha256_finish(writer->sha256);
    writer->sha256 = NULL;
    *size = writer->size;
    return writer->digest;
}

int blob_write_reopen(const struct blob_writer *writer)
{
    return writer->result == BLOB_OK ? openat(writer->store->tmp, writer->name, O_RDONLY | O_CLOEXEC) : -1;
}

/* Opens the folder NAME below AT, made and made durable if it is new; -1 on failure. */
static int make_folder(int at, const char *name)
{
    bool made = mkdirat(at, name, STORE_MODE) == 0;
    if (!made && errno != EEXIST)
        return -1;
    if (made && fsync(at))
        return -1;
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* The folder that the blob at PATH lies in. */
static int blob_folder(struct blob_store *store, const char *path)
{
    char outer[3] = {path[0], path[1], '\0'}, inner[3] = {path[3], path[4], '\0'};
    int first = make_folder(store->root, outer);
    if (first < 0)
        return -1;
    int second = make_folder(first, inner);
    int saved = errno;
    close(first);
    errno = saved;
    return second;
}

/* The content is on the disk before its name is, and the name before anybody is told. */
static enum blob_result settle(struct blob_writer *writer, int folder, const char *rest, bool *existed)
{
    *existed = faccessat(folder, rest, F_OK, 0) == 0;
    if (!*existed) {
        if (renameat(writer->store->tmp, writer->name, folder, rest))
            return failure("rename");
        writer->in_tmp = false;
    }
    return fsync(folder) ? failure("fsync of a folder") : BLOB_OK;
}

enum blob_result blob_write_keep(struct blob_writer *writer, struct sha256_digest *digest, int64_t *size, bool *existed)
{
    *digest = blob_write_digest(writer, size);
    if (writer->result != BLOB_OK)
        return writer->result;
    if (fchmod(writer->descriptor, BLOB_MODE) || fsync(writer->descriptor))
        return writer->result = failure("fsync");
    writer_close(writer);
    char path[PATH_TEXT];
    blob_path(*digest, path);
    int folder = blob_folder(writer->store, path);
    if (folder < 0)
        return writer->result = failure(path);
    writer->result = settle(writer, folder, path + 6, existed);
    close(folder);
    return writer->result;
}

int blob_open(struct blob_store *store, struct sha256_digest digest)
{
    char path[PATH_TEXT];
    blob_path(digest, path);
    return openat(store->root, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

/* Quarantined blobs have no folders: QUARANTINE/abcdef… */
static void quarantine_name(struct sha256_digest digest, char name[PATH_TEXT])
{
    char path[PATH_TEXT];
    blob_path(digest, path);
    snprintf(name, PATH_TEXT, "%.2s%.2s%s", path, path + 3, path + 6);
}

enum blob_result blob_quarantine(struct blob_store *store, struct sha256_digest digest)
{
    char path[PATH_TEXT], name[PATH_TEXT];
    blob_path(digest, path);
    quarantine_name(digest, name);
    if (renameat(store->root, path, store->quarantine, name)) {
        if (errno != ENOENT)
            return failure("quarantine");
        return faccessat(store->quarantine, name, F_OK, 0) ? BLOB_NONE : BLOB_OK;
    }
    if (fchmodat(store->quarantine, name, QUARANTINED_MODE, 0) || fsync(store->quarantine))
        return failure("quarantine");
    return BLOB_OK;
}

enum blob_result blob_look(struct blob_store *store, struct sha256_digest digest, int64_t *size, bool *quarantined)
{
    char path[PATH_TEXT], name[PATH_TEXT];
    struct stat status;
    blob_path(digest, path);
    quarantine_name(digest, name);
    *quarantined = false;
    if (fstatat(store->root, path, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT)
            return failure(path);
        *quarantined = fstatat(store->quarantine, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
        if (!*quarantined)
            return BLOB_NONE;
    }
    *size = status.st_size;
    return BLOB_OK;
}

static enum blob_result unlink_blob(int at, const char *name)
{
    if (unlinkat(at, name, 0) == 0)
        return BLOB_OK;
    return errno == ENOENT ? BLOB_NONE : failure("unlink");
}

enum blob_result blob_remove(struct blob_store *store, struct sha256_digest digest)
{
    char path[PATH_TEXT], name[PATH_TEXT];
    blob_path(digest, path);
    quarantine_name(digest, name);
    enum blob_result placed = unlink_blob(store->root, path);
    enum blob_result quarantined = unlink_blob(store->quarantine, name);
    if ((placed != BLOB_OK && placed != BLOB_NONE) || (quarantined != BLOB_OK && quarantined != BLOB_NONE))
        return BLOB_FAIL; /* some file systems want room even for this */
    return placed == BLOB_OK || quarantined == BLOB_OK ? BLOB_OK : BLOB_NONE;
}

/* Every entry of a folder but "." and "..": until VISIT answers false. */
typedef bool visit_fn(void *with, int folder, const char *name);

static bool visit_folder(int at, const char *name, visit_fn *visit, void *with)
{
    int descriptor = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *folder = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (!folder) {
        close_if_open(descriptor);
        return false;
    }
    bool going = true;
    for (struct dirent *entry; going && (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            going = visit(with, dirfd(folder), entry->d_name);
    closedir(folder);
    return going;
}

static bool older_file(int folder, const char *name, int64_t seconds, int64_t *size)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) || !S_ISREG(status.st_mode))
        return false;
    *size = status.st_size;
    return status.st_mtime <= time(NULL) - seconds;
}

struct tmp_walk {
    int64_t seconds, found;
    bool removes;
};

static bool visit_tmp(void *with, int folder, const char *name)
{
    struct tmp_walk *walk = with;
    int64_t size;
    if (older_file(folder, name, walk->seconds, &size) && (!walk->removes || unlinkat(folder, name, 0) == 0))
        walk->found++;
    return true;
}

int64_t blob_sweep(struct blob_store *store, int64_t seconds)
{
    struct tmp_walk walk = {.seconds = seconds, .removes = true};
    visit_folder(store->tmp, ".", visit_tmp, &walk);
    return walk.found;
}

int64_t blob_half_done(struct blob_store *store, int64_t seconds)
{
    struct tmp_walk walk = {.seconds = seconds};
    visit_folder(store->tmp, ".", visit_tmp, &walk);
    return walk.found;
}

struct blob_walk {
    int64_t seconds;
    blob_each_fn *each;
    void *with;
    char hex[2 * sizeof(struct sha256_digest) + 1]; /* of the folders on the way to here */
    bool stopped;                                   /* EACH said so */
};

static bool is_folder_name(const char *name)
{
    unsigned char byte;
    return strlen(name) == 2 && hex_decode(str_of(name), &byte, 1);
}

static bool visit_blob(void *with, int folder, const char *name)
{
    struct blob_walk *walk = with;
    struct sha256_digest digest;
    int64_t size;
    size_t length = strlen(name);
    if (length != sizeof walk->hex - 1 - 4)
        return true;
    memcpy(walk->hex + 4, name, length);
    if (!hex_decode((struct str){walk->hex, sizeof walk->hex - 1}, digest.b, sizeof digest.b))
        return true;
    if (!older_file(folder, name, walk->seconds, &size))
        return true;
    walk->stopped = !walk->each(walk->with, digest, size);
    return !walk->stopped;
}

static bool visit_inner(void *with, int folder, const char *name)
{
    struct blob_walk *walk = with;
    if (!is_folder_name(name))
        return true;
    memcpy(walk->hex + 2, name, 2);
    return visit_folder(folder, name, visit_blob, walk);
}

static bool visit_outer(void *with, int folder, const char *name)
{
    struct blob_walk *walk = with;
    if (!is_folder_name(name))
        return true;
    memcpy(walk->hex, name, 2);
    return visit_folder(folder, name, visit_inner, walk);
}

enum blob_result blob_each(struct blob_store *store, int64_t seconds, blob_each_fn *each, void *with)
{
    struct blob_walk walk = {.seconds = seconds, .each = each, .with = with};
    if (visit_folder(store->root, ".", visit_outer, &walk) || walk.stopped)
        return BLOB_OK;
    return failure("reading a folder");
}

static int open_partial(struct blob_store *store, struct uuid id, int flags)
{
    char name[UUID_TEXT];
    uuid_text(id, name);
    return openat(store->partial, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int blob_partial_open(struct blob_store *store, struct uuid id)
{
    return open_partial(store, id, O_RDONLY);
}

/* False with errno 0 where FROM ended early. */
static bool copy_all(int from, int64_t at, int64_t size, int to)
{
    char piece[16384];
    while (size > 0) {
        size_t most = (uint64_t)size < sizeof piece ? (size_t)size : sizeof piece;
        ssize_t got = pread(from, piece, most, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = 0;
        if (got <= 0 || !write_all(to, piece, (size_t)got))
            return false;
        at += got;
        size -= got;
    }
    return true;
}

static enum blob_result append(struct blob_store *store, int to, int64_t kept, int from, int64_t at, int64_t size)
{
    struct stat status;
    if (fstat(to, &status))
        return failure("partial");
    if (status.st_size < kept)
        return BLOB_NONE;
    if (ftruncate(to, kept) || lseek(to, kept, SEEK_SET) < 0)
        return failure("partial");
    if (!copy_all(from, at, size, to) || fsync(to)) {
        enum blob_result result = failure("partial");
        return ftruncate(to, kept) ? failure("partial") : result;
    }
    return kept == 0 && fsync(store->partial) ? failure("fsync of a folder") : BLOB_OK;
}

enum blob_result blob_partial_append(struct blob_store *store, struct uuid id, int64_t kept, int from, int64_t at, int64_t size)
{
    int to = open_partial(store, id, O_WRONLY | (kept == 0 ? O_CREAT : 0));
    if (to < 0)
        return errno == ENOENT ? BLOB_NONE : failure("partial");
    enum blob_result result = append(store, to, kept, from, at, size);
    close(to);
    return result;
}

enum blob_result blob_partial_remove(struct blob_store *store, struct uuid id)
{
    char name[UUID_TEXT];
    uuid_text(id, name);
    return unlink_blob(store->partial, name);
}

struct partial_walk {
    blob_partial_fn *each;
    void *with;
    bool stopped; /* EACH said so */
};

static bool visit_partial(void *with, int folder, const char *name)
{
    struct partial_walk *walk = with;
    struct uuid id;
    (void)folder;
    if (!uuid_parse(str_of(name), &id))
        return true;
    walk->stopped = !walk->each(walk->with, id);
    return !walk->stopped;
}

enum blob_result blob_partial_each(struct blob_store *store, blob_partial_fn *each, void *with)
{
    struct partial_walk walk = {.each = each, .with = with};
    if (visit_folder(store->partial, ".", visit_partial, &walk) || walk.stopped)
        return BLOB_OK;
    return failure("reading a folder");
}
