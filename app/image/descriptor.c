#include "image/descriptor.h"

#include <errno.h>
#include <unistd.h>

bool descriptor_read(int descriptor, struct buf *out)
{
    static char part[65536];
    ssize_t n;
    while ((n = read(descriptor, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            buf_add_bytes(out, part, (size_t)n);
    return n == 0 && !out->failed;
}

bool descriptor_write(int descriptor, struct str bytes)
{
    while (bytes.n > 0) {
        const ssize_t n = write(descriptor, bytes.p, bytes.n);
        if (n <= 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}
