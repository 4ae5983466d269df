#include "image/ask.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/timestamp.h"

/* FastCGI 1.0, sections 3.3 and 8. */
enum { VERSION = 1, BEGIN_REQUEST = 1, END_REQUEST = 3, PARAMS = 4, STDIN_RECORD = 5, STDOUT_RECORD = 6, RESPONDER = 1, HEADER = 8, CONTENT_MOST = 32768 };
enum { REQUEST_MOST = 64 << 20, SHORT_LENGTH = 127 };

static void add_record(struct buf *out, int type, struct str content)
{
    const char header[HEADER] = {VERSION, (char)type, 0, 1, (char)(content.n >> 8), (char)(content.n & 0xff), 0, 0};
    buf_add_bytes(out, header, sizeof header);
    buf_add(out, content);
}

/* As many records as it takes, and an empty one that ends them. */
static void add_stream(struct buf *out, int type, struct str bytes)
{
    for (; bytes.n > 0; bytes = str_slice(bytes, CONTENT_MOST, bytes.n))
        add_record(out, type, str_slice(bytes, 0, CONTENT_MOST));
    add_record(out, type, STR(""));
}

static void add_length(struct buf *out, size_t n)
{
    if (n > SHORT_LENGTH)
        for (int shift = 24; shift > 0; shift -= 8)
            buf_add_char(out, (char)((n >> shift & 0xff) | (shift == 24 ? 0x80 : 0)));
    buf_add_char(out, (char)(n & 0xff));
}

static void add_parameter(struct buf *out, struct str name, struct str value)
{
    add_length(out, name.n);
    add_length(out, value.n);
    buf_add(out, name);
    buf_add(out, value);
}

static void write_request(const struct ask *ask, struct buf *out)
{
    struct buf parameters, length;
    buf_init(&parameters, REQUEST_MOST);
    buf_init(&length, 32);
    buf_add_int64(&length, (int64_t)ask->body.n);
    for (size_t i = 0; i < ask->count; i++)
        add_parameter(&parameters, ask->parameters[i].name, ask->parameters[i].value);
    add_parameter(&parameters, STR("CONTENT_LENGTH"), buf_str(&length));
    add_record(out, BEGIN_REQUEST, (struct str){"\0\1\0\0\0\0\0\0", 8});
    add_stream(out, PARAMS, buf_str(&parameters));
    add_stream(out, STDIN_RECORD, ask->body);
    out->failed |= parameters.failed;
    buf_free(&parameters);
    buf_free(&length);
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0 || strlen(path) >= sizeof address.sun_path)
        return descriptor;
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (connect(descriptor, (const struct sockaddr *)(const void *)&address, sizeof address) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

static bool wait_for(int descriptor, short what, int64_t until_us)
{
    struct pollfd ready = {.fd = descriptor, .events = what};
    for (;;) {
        const int64_t left_ms = (until_us - monotonic_us()) / 1000;
        if (left_ms <= 0)
            return false;
        const int n = poll(&ready, 1, (int)left_ms);
        if (n > 0 || (n < 0 && errno != EINTR))
            return n > 0;
    }
}

static bool send_all(int descriptor, struct str bytes, int64_t until_us)
{
    while (bytes.n > 0) {
        const ssize_t n = send(descriptor, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n > 0)
            bytes = str_slice(bytes, (size_t)n, bytes.n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR) || !wait_for(descriptor, POLLOUT, until_us))
            return false;
    }
    return true;
}

static bool receive(int descriptor, char *into, size_t size, int64_t until_us)
{
    while (size > 0) {
        const ssize_t n = recv(descriptor, into, size, 0);
        if (n > 0) {
            into += n;
            size -= (size_t)n;
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR) || !wait_for(descriptor, POLLIN, until_us)) {
            return false;
        }
    }
    return true;
}

/* Records until the one that ends the request. */
static bool read_answer(int descriptor, int64_t until_us, struct buf *out)
{
    static char content[65536 + 255];
    char header[HEADER];
    while (receive(descriptor, header, sizeof header, until_us)) {
        const size_t n = (size_t)(uint8_t)header[4] << 8 | (uint8_t)header[5], padding = (uint8_t)header[6];
        if (header[0] != VERSION || !receive(descriptor, content, n + padding, until_us))
            return false;
        if (header[1] == END_REQUEST)
            return !out->failed;
        if (header[1] == STDOUT_RECORD)
            buf_add_bytes(out, content, n);
    }
    return false;
}

/* "Status: 200 OK", other lines, an empty one, the body. */
static bool split(struct str whole, int *status, struct buf *out)
{
    const ptrdiff_t end = str_find(whole, STR("\r\n\r\n"));
    int64_t number;
    if (end < 0 || !str_starts_with(whole, STR("Status: ")) || !str_to_int64(str_slice(whole, 8, 11), &number))
        return false;
    *status = (int)number;
    buf_add(out, str_slice(whole, (size_t)end + 4, whole.n));
    return !out->failed;
}

enum ask_result image_ask(const struct ask *ask, int *status, struct buf *out)
{
    const int64_t until_us = monotonic_us() + ask->seconds * 1000000;
    struct buf request, answer;
    buf_init(&request, REQUEST_MOST);
    buf_init(&answer, REQUEST_MOST);
    write_request(ask, &request);
    const int descriptor = request.failed ? -1 : connect_to(ask->socket);
    const bool answered = descriptor >= 0 && send_all(descriptor, buf_str(&request), until_us) && read_answer(descriptor, until_us, &answer) &&
                          split(buf_str(&answer), status, out);
    if (descriptor >= 0)
        close(descriptor);
    buf_free(&request);
    buf_free(&answer);
    return answered ? ASK_ANSWERED : ASK_AWAY;
}
