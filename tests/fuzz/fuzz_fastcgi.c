/* fuzz: web. Requests as nginx sends them over a FastCGI connection, cut short at any place: the parameters and the body are any
 * bytes, the records around them are true, since the socket is nginx's alone. After it comes a connection with one plain
 * request, which has to be answered whatever came before: the worker neither waits for ever nor loses its place.
 *
 * Input: a byte of flags, a byte that says how much a record holds, two of how much is cut off; "NAME=value" lines up to an empty
 * one; the body. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/buf.h"
#include "web/fastcgi.h"
#include "web/request_parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libfcgi drops the 48 bytes of a request's empty parameter table when a second request begins on a connection whose first one was
 * cut off. Nobody but nginx can send that, and a worker is replaced after some thousand requests. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfcgi";
}

enum { ROOM = 1 << 16, BODY_MAX = 1 << 20, HEAD = 4, KEPT = 1, TWICE = 2, BEGIN = 1, PARAMS = 4, STDIN = 5, LONG = 0x80 };

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static struct fastcgi *fastcgi;

static void must(bool good)
{
    if (!good) abort();
}

/* Its name lies in the abstract name space: no file is left over. */
static void open_once(void)
{
    if (fastcgi != NULL) return;
    snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "curio-fuzz-%ld", (long)getpid());
    int listen_socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(listen_socket >= 0 && bind(listen_socket, (const struct sockaddr *)&address, sizeof address) == 0);
    must(listen(listen_socket, 8) == 0);
    must((fastcgi = fastcgi_open(listen_socket)) != NULL);
}

/* A client that sends BYTES and no more. What does not fit its buffer is cut: nobody reads meanwhile. */
static int client(const void *bytes, size_t size)
{
    int one = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(one >= 0 && connect(one, (const struct sockaddr *)&address, sizeof address) == 0);
    ssize_t sent = send(one, bytes, size < ROOM ? size : ROOM, MSG_DONTWAIT | MSG_NOSIGNAL);
    must(size == 0 || sent > 0);
    shutdown(one, SHUT_WR);
    return one;
}

/* Reads as the dispatcher does: the parameters, then the body. */
static void work(struct arena *arena, const struct incoming *in)
{
    static char body[4096];
    struct request rq = {.arena = arena, .incoming = in};
    struct request_line line;
    memset(&line, 0, sizeof line);
    must(request_parse(&rq, &line) <= REQUEST_METHOD_UNKNOWN && rq.id.n > 0);
    size_t total = 0;
    for (ptrdiff_t n = 1; n > 0 && total < BODY_MAX; total += n > 0 ? (size_t)n : 0) {
        n = in->read(in->with, body, sizeof body);
        must(n <= (ptrdiff_t)sizeof body);
    }
}

static void record(struct buf *out, int type, struct str content)
{
    const char head[] = {1, (char)type, 0, 1, (char)(content.n >> 8), (char)content.n, 0, 0};
    buf_add(out, (struct str){head, sizeof head});
    buf_add(out, content);
}

/* In pieces of STEP bytes, then the empty record that ends a stream. */
static void stream(struct buf *out, int type, struct str content, size_t step)
{
    for (size_t at = 0; at < content.n; at += step)
        record(out, type, str_slice(content, at, at + step < content.n ? at + step : content.n));
    record(out, type, STR(""));
}

static void add_length(struct buf *out, size_t n)
{
    const char wide[] = {(char)(n >> 24 | LONG), (char)(n >> 16), (char)(n >> 8), (char)n};
    if (n < LONG) buf_add_char(out, (char)n);
    else buf_add(out, (struct str){wide, sizeof wide});
}

static void add_parameter(struct buf *out, struct str name, struct str value)
{
    add_length(out, name.n);
    add_length(out, value.n);
    buf_add(out, name);
    buf_add(out, value);
}

/* FIELDS: "NAME=value" lines. */
static void request(struct buf *out, bool kept, struct str fields, struct str body, size_t step)
{
    struct buf params;
    struct str line, name, value;
    buf_init(&params, 4 * ROOM);
    bool more = fields.n > 0;
    while (more) {
        more = str_cut(fields, '\n', &line, &fields);
        str_cut(line, '=', &name, &value);
        add_parameter(&params, name, value);
    }
    const char begin[] = {0, 1, kept ? 1 : 0, 0, 0, 0, 0, 0}; /* a responder */
    record(out, BEGIN, (struct str){begin, sizeof begin});
    stream(out, PARAMS, buf_str(&params), step);
    stream(out, STDIN, body, step);
    buf_free(&params);
}

static int hostile_client(const uint8_t *data, size_t size)
{
    struct buf records;
    struct str rest = {(const char *)data + HEAD, size - HEAD}, fields = rest, body = STR("");
    ptrdiff_t end = str_find(rest, STR("\n\n"));
    if (end >= 0) {
        fields = str_slice(rest, 0, (size_t)end);
        body = str_slice(rest, (size_t)end + 2, rest.n);
    }
    buf_init(&records, 64 * ROOM);
    for (int i = 0; i < ((data[0] & TWICE) != 0 ? 2 : 1); i++)
        request(&records, (data[0] & KEPT) != 0, fields, body, (size_t)data[1] * 16 + 1);
    size_t cut = (size_t)data[2] << 8 | data[3];
    int one = client(records.p, cut < records.n ? records.n - cut : 0);
    buf_free(&records);
    return one;
}

static int plain_client(const char *number)
{
    struct buf records;
    buf_init(&records, ROOM);
    char field[32];
    snprintf(field, sizeof field, "LAST=%s", number);
    request(&records, false, str_of(field), STR(""), ROOM / 2);
    int one = client(records.p, records.n);
    buf_free(&records);
    return one;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned number;
    char expected[16];
    struct incoming in;
    if (size < HEAD) return 0;
    open_once();
    snprintf(expected, sizeof expected, "%u", ++number);
    int hostile = hostile_client(data, size), plain = plain_client(expected);
    struct arena *arena = arena_new(16 << 20);
    for (bool done = false; !done; arena_reset(arena)) {
        must(fastcgi_accept(fastcgi, &in) == FASTCGI_REQUEST);
        done = str_eq(incoming_parameter(&in, "LAST"), str_of(expected));
        work(arena, &in);
        fastcgi_answer(fastcgi, STR("Status: 200 OK\r\n\r\n"), STR("seen"));
    }
    arena_free(arena);
    close(hostile);
    close(plain);
    return 0;
}
