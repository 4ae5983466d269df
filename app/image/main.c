/* curio-image: a picture on standard input, image/answer.h on standard output or in the exit status. Everything that comes with the
 * picture is taken for hostile: before its first byte is looked at the program gives up all that it could do besides computing. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/confine.h"
#include "image/magick.h"

enum { PICTURE_MAX = 256 << 20 /* the site's own limit is far lower and was applied before */ };

/* ../share/curio/magick beside the folder of the program, in the build as where it is installed. */
static bool policy_folder(char *out, size_t n)
{
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0)
        return false;
    const char *slash = memrchr(program, '/', (size_t)length);
    const int written = slash ? snprintf(out, n, "%.*s/../share/curio/magick", (int)(slash - program), program) : -1;
    char file[PATH_MAX];
    return written > 0 && (size_t)written < n && snprintf(file, sizeof file, "%s/policy.xml", out) < (int)sizeof file &&
           access(file, R_OK) == 0;
}

static bool read_all(int descriptor, struct buf *out)
{
    static char part[65536];
    ssize_t n;
    while ((n = read(descriptor, part, sizeof part)) > 0)
        buf_add_bytes(out, part, (size_t)n);
    return n == 0 && !out->failed;
}

static bool write_all(int descriptor, struct str bytes)
{
    while (bytes.n > 0) {
        const ssize_t n = write(descriptor, bytes.p, bytes.n);
        if (n <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static enum image_result answer(void)
{
    struct buf bytes, frame;
    struct image_answer made;
    enum image_kind kind;
    buf_init(&bytes, PICTURE_MAX);
    buf_init(&frame, IMAGE_ANSWER_MAX);
    if (!read_all(STDIN_FILENO, &bytes))
        return IMAGE_TOO_LARGE;
    enum image_result result = image_kind(buf_str(&bytes), &kind);
    if (result == IMAGE_OK)
        result = magick_make(buf_str(&bytes), kind, &made);
    if (result != IMAGE_OK)
        return result;
    image_answer_write(&frame, &made);
    return !frame.failed && write_all(STDOUT_FILENO, buf_str(&frame)) ? IMAGE_OK : IMAGE_OUT_OF_LIMITS;
}

int main(void)
{
    char policy[PATH_MAX - 16];
    if (!policy_folder(policy, sizeof policy) || !magick_prepare(policy) || !image_confine())
        return IMAGE_NO_START;
    _exit((int)answer()); /* nothing that runs at an orderly end may open a file any more */
}
