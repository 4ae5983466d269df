#include "image/detect.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "image/confine.h"
#include "image/descriptor.h"
#include "image/magick.h"

enum { FILE_MAX = 256 << 20, SECONDS = 120, NOT_FOUND_OUT = 20 /* beside the values of enum image_result */ };

static int print_faces(const char *name, struct str bytes, enum image_kind kind)
{
    static struct face_list faces;
    struct image_pixels picture;
    const enum image_result result = magick_pixels(bytes, kind, &picture);
    if (result != IMAGE_OK)
        return (int)result;
    if (face_find(&picture, &faces) != FACE_OK)
        return NOT_FOUND_OUT;
    for (size_t i = 0; i < faces.n; i++)
        printf("%s %d %d %d %d %.3f\n", name, faces.at[i].x, faces.at[i].y, faces.at[i].width, faces.at[i].height,
               (double)faces.at[i].score);
    return fflush(stdout) == 0 ? IMAGE_OK : NOT_FOUND_OUT;
}

/* In the child: the file is open, and from here on it can do nothing but compute and print. */
static int look(const char *name, int descriptor)
{
    struct buf bytes;
    enum image_kind kind;
    if (setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS, SECONDS}) != 0 || !image_confine())
        return IMAGE_NO_START;
    buf_init(&bytes, FILE_MAX);
    if (!descriptor_read(descriptor, &bytes))
        return IMAGE_TOO_LARGE;
    const enum image_result result = image_kind(buf_str(&bytes), &kind);
    return result == IMAGE_OK ? print_faces(name, buf_str(&bytes), kind) : (int)result;
}

/* The child's exit status, or NOT_FOUND_OUT for one that was killed. */
static int ask(const char *name, int descriptor)
{
    int status;
    const pid_t pid = fork();
    if (pid == 0)
        _exit(look(name, descriptor));
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : NOT_FOUND_OUT;
}

static const char *reason(int status)
{
    if (status == IMAGE_NO_START)
        return "not-confined";
    const char *why = image_reason((enum image_result)status);
    return why ? why : "detection-failed";
}

static enum detect_result detect(int folder, const char *name)
{
    struct stat file;
    const int descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 || fstat(descriptor, &file) != 0) {
        fprintf(stderr, "%s: unreadable\n", name);
        return DETECT_SOME_FAILED;
    }
    const int status = S_ISREG(file.st_mode) ? ask(name, descriptor) : IMAGE_OK;
    close(descriptor);
    if (status != IMAGE_OK)
        fprintf(stderr, "%s: %s\n", name, reason(status));
    return status == IMAGE_OK || status == IMAGE_NOT_A_PICTURE ? DETECT_OK : DETECT_SOME_FAILED;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

enum detect_result image_detect(const char *path)
{
    struct dirent **names;
    enum detect_result result = DETECT_OK;
    const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int n = folder < 0 ? -1 : scandirat(folder, ".", &names, NULL, by_bytes);
    if (n < 0) {
        fprintf(stderr, "%s: no folder that can be read\n", path);
        return DETECT_NO_FOLDER;
    }
    for (int i = 0; i < n; i++) {
        if (detect(folder, names[i]->d_name) != DETECT_OK)
            result = DETECT_SOME_FAILED;
        free(names[i]);
    }
    free(names);
    close(folder);
    return result;
}
