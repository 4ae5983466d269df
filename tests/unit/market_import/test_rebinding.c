/* A name that leads elsewhere a moment later gains nothing: what is judged is the address that is connected to, on every request and so on every hop of
 * a redirect. The resolver is the test's own, and what libcurl would connect to in public is a server of the test's own instead. */
#include "lib/arena.h"
#include "market/import/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)
#define PUBLISHED "93.184.215.14" /* where the test's server stands, as the world sees it */
#define SHUT "93.184.215.15"      /* public, and nobody answers */

enum { ANSWERS_MOST = 4, PATH_WAIT_MS = 10000 };

/* What the next look-ups of any name answer: one entry each, the last one from then on; an entry may hold several addresses, by spaces. */
static const char *const *script;
static atomic_int lookups, connects;

struct answer {
    struct addrinfo info;
    struct sockaddr_storage address;
};

static void fill(struct answer *answer, const char *text, in_port_t port)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = port};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = port};
    const bool four = inet_pton(AF_INET, text, &v4.sin_addr) == 1;
    *answer = (struct answer){.info = {.ai_family = four ? AF_INET : AF_INET6, .ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP,
                                       .ai_addrlen = four ? sizeof v4 : sizeof v6, .ai_addr = (struct sockaddr *)&answer->address}};
    if (four)
        memcpy(&answer->address, &v4, sizeof v4);
    else if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
        memcpy(&answer->address, &v6, sizeof v6);
}

/* In libc's place, for libcurl as well. */
__attribute__((visibility("default"))) int getaddrinfo(const char *restrict name, const char *restrict service, const struct addrinfo *restrict hints,
                                                       struct addrinfo **restrict out)
{
    static struct answer answers[ANSWERS_MOST];
    char text[INET6_ADDRSTRLEN];
    int64_t port = 0;
    size_t count = 0;
    (void)name;
    (void)hints;
    atomic_fetch_add(&lookups, 1);
    if (service && !str_to_int64(str_of(service), &port))
        return EAI_SERVICE;
    struct str one, rest = str_of(*script);
    script += script[1] != NULL;
    for (bool more = true; more && count < ANSWERS_MOST; count++) {
        more = str_cut(rest, ' ', &one, &rest);
        assert_true(one.n < sizeof text);
        memcpy(text, one.p, one.n);
        text[one.n] = '\0';
        fill(&answers[count], text, htons((uint16_t)port));
        if (count > 0)
            answers[count - 1].info.ai_next = &answers[count].info;
    }
    *out = &answers[0].info;
    return 0;
}

__attribute__((visibility("default"))) void freeaddrinfo(struct addrinfo *info)
{
    (void)info;
}

/* The world: PUBLISHED is this machine, nothing else answers. */
__attribute__((visibility("default"))) int connect(int socket, __CONST_SOCKADDR_ARG address, socklen_t length)
{
    struct sockaddr_in v4;
    struct in_addr published;
    const struct sockaddr *to = address.__sockaddr__;
    if (to->sa_family != AF_INET && to->sa_family != AF_INET6)
        return (int)syscall(SYS_connect, socket, to, length);
    atomic_fetch_add(&connects, 1);
    if (to->sa_family == AF_INET && inet_pton(AF_INET, PUBLISHED, &published) == 1) {
        memcpy(&v4, to, sizeof v4);
        if (v4.sin_addr.s_addr == published.s_addr) {
            v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            return (int)syscall(SYS_connect, socket, &v4, sizeof v4);
        }
    }
    errno = ECONNREFUSED;
    return -1;
}

static int listener;
static int port;
static pid_t server;
static atomic_int *served; /* shared with the server */

/* Leads every request but that for /end to a name of its own choice, and says "secret" there. */
static void serve(void)
{
    char asked[2048];
    for (;;) {
        const int at = accept(listener, NULL, NULL);
        if (at < 0)
            continue;
        const ssize_t n = read(at, asked, sizeof asked);
        atomic_fetch_add(served, 1);
        const struct str led = n > 8 && memcmp(asked, "GET /end", 8) == 0 ? STR("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
                                                                         : STR("HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        const ssize_t sent = write(at, led.p, led.n);
        (void)sent;
        close(at);
    }
}

static int start(void **state)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    (void)state;
    served = mmap(NULL, sizeof *served, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (served == MAP_FAILED || bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 16) != 0
        || getsockname(listener, (struct sockaddr *)&here, &length) != 0)
        return -1;
    port = ntohs(here.sin_port);
    server = fork();
    if (server == 0)
        serve();
    return server > 0 ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return 0;
}

static enum http_result get(struct str url, struct http_answer *answer)
{
    const struct http_request request = {.url = url, .agent = STR("Curio"), .bytes_most = 1000, .ms_most = PATH_WAIT_MS};
    return http_get(arena, &request, answer);
}

static struct str address(const char *path)
{
    return arena_printf(arena, "http://rebound.test:%d%s", port, path);
}

static void test_a_name_that_turns_inwards_is_left(void **state)
{
    static const char *const turns[] = {PUBLISHED, "127.0.0.1", NULL};
    struct http_answer answer;
    (void)state;
    script = turns;
    const int before = atomic_load(&lookups), answered = atomic_load(served);
    assert_int_equal(get(address("/end"), &answer), HTTP_ANSWERED);
    assert_int_equal(answer.status, 200);
    assert_int_equal(get(address("/end"), &answer), HTTP_PRIVATE);
    assert_int_equal(atomic_load(&lookups) - before, 2); /* asked anew each time: neither the name nor the connection is kept */
    assert_int_equal(atomic_load(served) - answered, 1);
}

static void test_each_hop_of_a_redirect_is_judged(void **state)
{
    static const char *const turns[] = {PUBLISHED, "10.0.0.7", PUBLISHED, PUBLISHED, NULL};
    struct http_answer answer;
    (void)state;
    script = turns;
    for (int inwards = 1; inwards >= 0; inwards--) {
        assert_int_equal(get(address("/"), &answer), HTTP_ANSWERED);
        assert_int_equal(answer.status, 302);
        assert_true(str_eq(answer.location, address("/end")));
        const int connected = atomic_load(&connects);
        assert_int_equal(get(answer.location, &answer), inwards ? HTTP_PRIVATE : HTTP_ANSWERED);
        assert_int_equal(atomic_load(&connects) - connected, !inwards);
    }
}

static void test_no_form_of_an_inner_address_is_connected_to(void **state)
{
    static const char *const inner[] = {
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:0a00:0001::1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1",
        "64:ff9b:1::7f00:1", "2001::7f00:1", "2001:db8::1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", SHUT " 127.0.0.1", "127.0.0.1 " SHUT};
    const int connected = atomic_load(&connects), answered = atomic_load(served);
    struct http_answer answer;
    int shut = 0;
    (void)state;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        const char *const only[] = {inner[i], NULL};
        script = only;
        shut += str_find(str_of(inner[i]), STR(SHUT)) >= 0;
        if (get(address("/end"), &answer) != HTTP_PRIVATE)
            fail_msg("%s: %.*s", inner[i], STR_ARG(answer.why));
    }
    assert_true(atomic_load(&connects) - connected <= shut);
    assert_int_equal(atomic_load(served), answered);
}

static void test_public_forms_are_let_through(void **state)
{
    static const char *const outer[] = {SHUT, "2606:4700::1111", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1", "::ffff:93.184.215.15"};
    struct http_answer answer;
    (void)state;
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++) {
        const char *const only[] = {outer[i], NULL};
        script = only;
        if (get(address("/end"), &answer) != HTTP_AWAY)
            fail_msg("%s: %.*s", outer[i], STR_ARG(answer.why));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {ARENA_TEST(test_a_name_that_turns_inwards_is_left), ARENA_TEST(test_each_hop_of_a_redirect_is_judged),
                                       ARENA_TEST(test_no_form_of_an_inner_address_is_connected_to), ARENA_TEST(test_public_forms_are_let_through)};
    return cmocka_run_group_tests(tests, start, stop);
}
