#include "store/clamd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/timestamp.h"

enum { CHUNK = 64 * 1024, REPLY_MAX = 1024 };

struct talk {
    int socket;
    int64_t deadline_us; /* monotonic */
};

/* Waits until the socket can do one of EVENTS; what it can do, or 0 when the time is over. */
static short await(const struct talk *talk, short events)
{
    for (;;) {
        int64_t left_ms = (talk->deadline_us - monotonic_us()) / 1000;
        if (left_ms <= 0)
            return 0;
        struct pollfd ready = {.fd = talk->socket, .events = events};
        int count = poll(&ready, 1, left_ms > 60000 ? 60000 : (int)left_ms);
        if (count > 0)
            return ready.revents;
        if (count < 0 && errno != EINTR)
            return 0;
    }
}

static bool talk_open(struct talk *talk, const struct clamd *clamd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t n = strlen(clamd->socket);
    talk->socket = -1;
    talk->deadline_us = monotonic_us() + clamd->timeout_seconds * 1000000;
    if (n == 0 || n >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, clamd->socket, n);
    talk->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return talk->socket >= 0 && connect(talk->socket, (const struct sockaddr *)&address, sizeof address) == 0;
}

static void talk_close(struct talk *talk)
{
    if (talk->socket >= 0)
        close(talk->socket);
}

enum sent { SENT, SENT_ANSWERED /* clamd speaks already: its limit is reached */, SENT_FAILED };

static enum sent send_all(const struct talk *talk, const char *bytes, size_t n)
{
    while (n > 0) {
        short ready = await(talk, POLLOUT | POLLIN);
        if (ready & (POLLIN | POLLHUP))
            return SENT_ANSWERED;
        if (!(ready & POLLOUT))
            return SENT_FAILED;
        ssize_t sent = send(talk->socket, bytes, n, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (sent < 0)
            return errno == EPIPE || errno == ECONNRESET ? SENT_ANSWERED : SENT_FAILED;
        bytes += sent;
        n -= (size_t)sent;
    }
    return SENT;
}

/* A chunk is its length, big-endian, and its bytes; one of length 0 ends the stream. */
static enum sent send_file(const struct talk *talk, int descriptor)
{
    static char chunk[sizeof(uint32_t) + CHUNK];
    enum sent sent = send_all(talk, "zINSTREAM", sizeof "zINSTREAM");
    ssize_t n = 1;
    while (sent == SENT && n > 0) {
        n = read(descriptor, chunk + sizeof(uint32_t), CHUNK);
        if (n < 0)
            return SENT_FAILED;
        uint32_t length = htonl((uint32_t)n);
        memcpy(chunk, &length, sizeof length);
        sent = send_all(talk, chunk, sizeof length + (size_t)n);
    }
    return sent;
}

/* Up to the NUL that ends a reply; STR_NULL where none came in time. */
static struct str receive(const struct talk *talk, struct arena *arena)
{
    char reply[REPLY_MAX];
    size_t n = 0;
    while (n < sizeof reply) {
        if (!(await(talk, POLLIN) & (POLLIN | POLLHUP)))
            return STR_NULL;
        ssize_t got = recv(talk->socket, reply + n, sizeof reply - n, 0);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return STR_NULL;
        const char *end = memchr(reply + n, '\0', (size_t)got);
        if (end)
            return arena_str(arena, (struct str){reply, (size_t)(end - reply)});
        n += (size_t)got;
    }
    return arena_str(arena, (struct str){reply, n});
}

static bool is_limit(struct str text)
{
    return str_find(text, STR("Heuristics.Limits.Exceeded")) >= 0 || str_find(text, STR("size limit exceeded")) >= 0 ||
           str_find(text, STR("Time limit reached")) >= 0 || str_find(text, STR("CL_EMAX")) >= 0;
}

/* "stream: OK", "stream: NAME FOUND", "… ERROR". */
static enum clamd_result judge(struct str reply, struct str *detail)
{
    const struct str prefix = STR("stream: "), found = STR(" FOUND");
    *detail = reply;
    if (is_limit(reply))
        return CLAMD_NOT_FULLY_SCANNED;
    if (str_eq(reply, STR("stream: OK"))) {
        *detail = STR("");
        return CLAMD_CLEAN;
    }
    if (!str_starts_with(reply, prefix) || !str_ends_with(reply, found))
        return CLAMD_ERROR;
    *detail = str_slice(reply, prefix.n, reply.n - found.n);
    return CLAMD_INFECTED;
}

static enum clamd_result scan_over(const struct talk *talk, struct arena *arena, int descriptor, struct str *detail)
{
    if (send_file(talk, descriptor) == SENT_FAILED)
        return CLAMD_AWAY;
    struct str reply = receive(talk, arena);
    return reply.p ? judge(reply, detail) : CLAMD_AWAY;
}

enum clamd_result clamd_scan(const struct clamd *clamd, struct arena *arena, int descriptor, struct str *detail)
{
    struct stat status;
    *detail = STR("the scanner does not answer");
    if (fstat(descriptor, &status))
        return CLAMD_ERROR;
    if (clamd->bytes_max > 0 && status.st_size > clamd->bytes_max) {
        *detail = STR("larger than scan_bytes_max");
        return CLAMD_NOT_FULLY_SCANNED;
    }
    struct talk talk;
    enum clamd_result result = CLAMD_AWAY;
    if (talk_open(&talk, clamd))
        result = scan_over(&talk, arena, descriptor, detail);
    talk_close(&talk);
    return result;
}

bool clamd_healthy(const struct clamd *clamd)
{
    struct talk talk;
    char reply[sizeof "PONG"];
    bool pong = false;
    if (talk_open(&talk, clamd) && send_all(&talk, "zPING", sizeof "zPING") == SENT && (await(&talk, POLLIN) & POLLIN))
        pong = recv(talk.socket, reply, sizeof reply, 0) == (ssize_t)sizeof reply &&
               memcmp(reply, "PONG", sizeof reply) == 0;
    talk_close(&talk);
    return pong;
}
