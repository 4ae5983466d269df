/* The blob store on a real file system: whole or not there, whatever happens on the way. */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <cmocka.h>

#include "lib/scratch.h"
#include "store/blob.h"

struct fixture {
    char folder[SCRATCH_PATH];
    struct arena *life;
    struct blob_store *store;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    scratch_make(f->folder);
    f->life = arena_new(1 << 20);
    assert_int_equal(blob_store_open(f->life, f->folder, &f->store), BLOB_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_free(f->life);
    scratch_remove(f->folder);
    free(f);
    return 0;
}

static const char *below(const struct fixture *f, const char *name)
{
    static char path[SCRATCH_PATH + 128];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    return path;
}

static int count_files(const struct fixture *f, const char *name)
{
    DIR *folder = opendir(below(f, name));
    int count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static struct sha256_digest keep(struct fixture *f, struct str content, bool *existed)
{
    struct arena *arena = arena_new(1 << 16);
    struct blob_writer *writer;
    struct sha256_digest digest;
    int64_t size;
    assert_int_equal(blob_write_begin(f->store, arena, &writer), BLOB_OK);
    for (size_t at = 0; at < content.n; at += 3)
        assert_int_equal(blob_write(writer, content.p + at, content.n - at < 3 ? content.n - at : 3), BLOB_OK);
    assert_int_equal(blob_write_keep(writer, &digest, &size, existed), BLOB_OK);
    assert_int_equal(size, content.n);
    arena_free(arena);
    return digest;
}

static const char hello_place[] =
    "2c/f2/4dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; /* SHA-256 of "hello" */

static void test_kept_is_whole_and_named_by_its_digest(void **state)
{
    struct fixture *f = *state;
    bool existed;
    struct sha256_digest digest = keep(f, STR("hello"), &existed);
    assert_false(existed);
    assert_true(str_eq(blob_relative_path(f->life, digest),
                       STR("2c/f2/4dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")));
    struct stat status;
    assert_int_equal(stat(below(f, hello_place), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
    assert_int_equal(status.st_size, 5);
    char text[8] = "";
    int descriptor = blob_open(f->store, digest);
    assert_int_equal(read(descriptor, text, sizeof text), 5);
    close(descriptor);
    assert_string_equal(text, "hello");
    assert_int_equal(count_files(f, "tmp"), 0);
}

static void test_folders_are_closed_to_strangers(void **state)
{
    struct fixture *f = *state;
    struct stat status;
    assert_int_equal(stat(below(f, "tmp"), &status), 0);
    assert_int_equal(status.st_mode & 0077, 0);
    assert_int_equal(stat(below(f, "quarantine"), &status), 0);
    assert_int_equal(status.st_mode & 0077, 0);
}

static void test_the_same_again_is_found(void **state)
{
    struct fixture *f = *state;
    bool existed;
    struct sha256_digest first = keep(f, STR("hello"), &existed), second = keep(f, STR("hello"), &existed);
    assert_true(existed);
    assert_true(sha256_eq(first, second));
    assert_int_equal(count_files(f, "tmp"), 0);
}

static void test_an_empty_blob_is_a_blob(void **state)
{
    struct fixture *f = *state;
    bool existed;
    struct sha256_digest digest = keep(f, STR(""), &existed);
    int descriptor = blob_open(f->store, digest);
    assert_true(descriptor >= 0);
    close(descriptor);
}

static void test_what_is_not_kept_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct arena *arena = arena_new(1 << 16);
    struct blob_writer *writer;
    assert_int_equal(blob_write_begin(f->store, arena, &writer), BLOB_OK);
    assert_int_equal(blob_write(writer, "half", 4), BLOB_OK);
    assert_int_equal(count_files(f, "tmp"), 1);
    arena_free(arena);
    assert_int_equal(count_files(f, "tmp"), 0);
}

static void test_the_digest_can_be_known_before_it_is_kept(void **state)
{
    struct fixture *f = *state;
    struct arena *arena = arena_new(1 << 16);
    struct blob_writer *writer;
    struct sha256_digest digest;
    int64_t size;
    bool existed;
    assert_int_equal(blob_write_begin(f->store, arena, &writer), BLOB_OK);
    assert_int_equal(blob_write(writer, "hello", 5), BLOB_OK);
    struct sha256_digest early = blob_write_digest(writer, &size);
    assert_int_equal(access(below(f, hello_place), F_OK), -1);
    assert_int_equal(blob_write_keep(writer, &digest, &size, &existed), BLOB_OK);
    assert_true(sha256_eq(early, digest));
    assert_int_equal(access(below(f, hello_place), F_OK), 0);
    arena_free(arena);
}

/* A worker killed in the middle of an upload leaves half a file in tmp, never a blob. */
static void test_a_killed_writer_leaves_no_blob(void **state)
{
    struct fixture *f = *state;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct blob_writer *writer;
        if (blob_write_begin(f->store, f->life, &writer) != BLOB_OK || blob_write(writer, "hello", 5) != BLOB_OK)
            _exit(1);
        if (write(ready[1], "!", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    scratch_stop(pid, SIGKILL);
    close(ready[0]);
    close(ready[1]);
    assert_int_equal(access(below(f, hello_place), F_OK), -1);
    assert_int_equal(count_files(f, "tmp"), 1);
    assert_int_equal(blob_sweep(f->store, 3600), 0);
    assert_int_equal(blob_sweep(f->store, 0), 1);
    assert_int_equal(count_files(f, "tmp"), 0);
}

static void write_until_full(struct fixture *f, int64_t most)
{
    static const char block[65536];
    struct arena *arena = arena_new(1 << 16);
    struct blob_writer *writer;
    struct sha256_digest digest;
    int64_t written = 0, size;
    bool existed;
    enum blob_result result = blob_write_begin(f->store, arena, &writer);
    for (; result == BLOB_OK && written < most; written += (int64_t)sizeof block)
        result = blob_write(writer, block, sizeof block);
    assert_int_equal(result, BLOB_FULL);
    assert_int_equal(blob_write(writer, "x", 1), BLOB_FULL);
    assert_int_equal(blob_write_keep(writer, &digest, &size, &existed), BLOB_FULL);
    arena_free(arena);
    assert_int_equal(count_files(f, "tmp"), 0);
}

static void test_a_file_past_the_limit_is_full(void **state)
{
    struct rlimit before, small = {1 << 20, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    write_until_full(*state, 1 << 22);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
}

static void test_a_full_disk_is_full(void **state)
{
    struct fixture *f = *state, small = {0};
    snprintf(small.folder, sizeof small.folder, "%s", f->folder);
    assert_int_equal(mkdir(below(f, "disk"), 0700), 0);
    if (mount("curio", below(f, "disk"), "tmpfs", 0, "size=1m")) {
        print_message("mounting needs root and the right to: skipped\n");
        skip();
    }
    snprintf(small.folder, sizeof small.folder, "%.180s/disk", f->folder);
    small.life = arena_new(1 << 16);
    assert_int_equal(blob_store_open(small.life, small.folder, &small.store), BLOB_OK);
    write_until_full(&small, 1 << 22);
    bool existed;
    keep(&small, STR("there is room again"), &existed);
    arena_free(small.life);
    umount2(small.folder, MNT_DETACH);
}

static void test_quarantine(void **state)
{
    struct fixture *f = *state;
    bool existed;
    struct sha256_digest digest = keep(f, STR("hello"), &existed), unknown = {{7}};
    assert_int_equal(blob_quarantine(f->store, digest), BLOB_OK);
    assert_int_equal(blob_open(f->store, digest), -1);
    assert_int_equal(count_files(f, "quarantine"), 1);
    assert_int_equal(blob_quarantine(f->store, digest), BLOB_OK);
    assert_int_equal(blob_quarantine(f->store, unknown), BLOB_NONE);
    assert_int_equal(blob_remove(f->store, digest), BLOB_OK);
    assert_int_equal(count_files(f, "quarantine"), 0);
    assert_int_equal(blob_remove(f->store, digest), BLOB_NONE);
}

struct seen {
    int count;
    struct sha256_digest last;
    int64_t size;
    bool go_on;
};

static bool see(void *with, struct sha256_digest digest, int64_t size)
{
    struct seen *seen = with;
    seen->count++;
    seen->last = digest;
    seen->size = size;
    return seen->go_on;
}

static void put_junk(struct fixture *f)
{
    assert_int_equal(mkdir(below(f, "zz"), 0700), 0);
    assert_int_equal(mkdir(below(f, "2c/xx"), 0700), 0);
    close(open(below(f, "2c/f2/short"), O_CREAT | O_WRONLY, 0600));
    assert_int_equal(
        symlink("/etc/passwd", below(f, "2c/f2/000000000000000000000000000000000000000000000000000000000000")), 0);
}

static void test_each_blob_is_seen_and_junk_is_not(void **state)
{
    struct fixture *f = *state;
    bool existed;
    struct sha256_digest digest = keep(f, STR("hello"), &existed);
    put_junk(f);
    struct seen seen = {.go_on = true};
    assert_int_equal(blob_each(f->store, 3600, see, &seen), BLOB_OK);
    assert_int_equal(seen.count, 0);
    assert_int_equal(blob_each(f->store, 0, see, &seen), BLOB_OK);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.size, 5);
    assert_true(sha256_eq(seen.last, digest));
    keep(f, STR("another"), &existed);
    seen = (struct seen){.go_on = false};
    assert_int_equal(blob_each(f->store, 0, see, &seen), BLOB_OK);
    assert_int_equal(seen.count, 1);
}

static void test_health(void **state)
{
    struct fixture *f = *state;
    assert_true(blob_store_healthy(f->store));
    assert_int_equal(count_files(f, "tmp"), 0);
    assert_int_equal(rmdir(below(f, "tmp")), 0);
    assert_false(blob_store_healthy(f->store));
}

static void test_no_store_where_a_file_stands(void **state)
{
    struct fixture *f = *state;
    struct blob_store *store;
    close(open(below(f, "file"), O_CREAT | O_WRONLY, 0600));
    assert_int_equal(blob_store_open(f->life, below(f, "file"), &store), BLOB_FAIL);
    assert_int_equal(blob_store_open(f->life, below(f, "absent/below"), &store), BLOB_FAIL);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_kept_is_whole_and_named_by_its_digest),
        WITH_STORE(test_folders_are_closed_to_strangers),
        WITH_STORE(test_the_same_again_is_found),
        WITH_STORE(test_an_empty_blob_is_a_blob),
        WITH_STORE(test_what_is_not_kept_leaves_nothing),
        WITH_STORE(test_the_digest_can_be_known_before_it_is_kept),
        WITH_STORE(test_a_killed_writer_leaves_no_blob),
        WITH_STORE(test_a_file_past_the_limit_is_full),
        WITH_STORE(test_a_full_disk_is_full),
        WITH_STORE(test_quarantine),
        WITH_STORE(test_each_blob_is_seen_and_junk_is_not),
        WITH_STORE(test_health),
        WITH_STORE(test_no_store_where_a_file_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
