#include "web/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/log.h"

struct fastcgi {
    FCGX_Request request;
    int listen_socket;
    int accepted; /* a new connection that waits for the kept one's last request; -1: none */
    bool fresh;   /* the connection has brought no request yet: one is on its way, which nginx may not send twice */
    sigset_t while_waiting; /* everything blocked but what ends the worker */
};

static volatile sig_atomic_t stopping;

static void stop(int signal_number)
{
    (void)signal_number;
    stopping = 1;
}

/* The signals are let in only while ppoll waits, so that none slips in between the look at the flag and the wait. */
static bool arrange_signals(struct fastcgi *fastcgi)
{
    struct sigaction action = {.sa_handler = stop}, ignore = {.sa_handler = SIG_IGN};
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    return sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0 &&
           sigaction(SIGPIPE, &ignore, NULL) == 0 && sigprocmask(SIG_BLOCK, &ending, &fastcgi->while_waiting) == 0 &&
           sigdelset(&fastcgi->while_waiting, SIGTERM) == 0 && sigdelset(&fastcgi->while_waiting, SIGINT) == 0;
}

/* A wait that finds something to read at once returns without letting a signal in. */
static bool must_stop(void)
{
    sigset_t pending;
    return stopping || (sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1));
}

static bool listens(int descriptor)
{
    int listening = 0;
    socklen_t size = sizeof listening;
    return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

/* The listen socket does not block: all workers wake for one connection, and all but one must go back to waiting with
 * their own kept connection. */
static bool unblock(int descriptor)
{
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0;
}

struct fastcgi *fastcgi_open(int listen_socket)
{
    struct fastcgi *fastcgi = listens(listen_socket) ? calloc(1, sizeof *fastcgi) : NULL;
    if (fastcgi == NULL)
        return NULL;
    fastcgi->listen_socket = listen_socket;
    fastcgi->accepted = -1;
    bool ready = FCGX_Init() == 0 && FCGX_InitRequest(&fastcgi->request, listen_socket, FCGI_FAIL_ACCEPT_ON_INTR) == 0 &&
                 arrange_signals(fastcgi) && unblock(listen_socket);
    if (ready)
        return fastcgi;
    free(fastcgi);
    return NULL;
}

/* Nobody waits for anything on a kept connection between two requests, so it is not drained: libfcgi would wait for the
 * peer's end of it, for up to two seconds. */
static void drop_kept(struct fastcgi *fastcgi)
{
    if (fastcgi->request.ipcFd >= 0)
        close(fastcgi->request.ipcFd);
    fastcgi->request.ipcFd = -1;
    FCGX_Free(&fastcgi->request, 0);
}

/* The new connection takes the kept one's place. libfcgi accepts only when it has no connection, so it is handed ours. */
static void adopt(struct fastcgi *fastcgi)
{
    drop_kept(fastcgi);
    fastcgi->request.ipcFd = fastcgi->accepted;
    fastcgi->request.keepConnection = 1; /* or FCGX_Accept_r, which ends "the last request" first, would close it */
    fastcgi->accepted = -1;
    fastcgi->fresh = true;
}

static bool is_readable(int descriptor)
{
    struct pollfd one = {.fd = descriptor, .events = POLLIN};
    return descriptor >= 0 && poll(&one, 1, 0) > 0;
}

static void take_new(struct fastcgi *fastcgi)
{
    int accepted = accept4(fastcgi->listen_socket, NULL, NULL, SOCK_CLOEXEC);
    if (accepted < 0)
        return; /* another worker was quicker */
    fastcgi->accepted = accepted;
    /* A request may have come on the kept connection in this moment: it is answered before that one is closed. */
    if (!is_readable(fastcgi->request.ipcFd))
        adopt(fastcgi);
}

/* Waits until a connection has something to read. False when the worker is to stop or the wait fails. A fresh connection is
 * neither given up for another nor for the stop. */
static bool wait_for_work(struct fastcgi *fastcgi)
{
    if (fastcgi->accepted >= 0)
        adopt(fastcgi);
    while (fastcgi->fresh || !must_stop()) {
        struct pollfd fds[] = {{.fd = fastcgi->request.ipcFd, .events = POLLIN},
                               {.fd = fastcgi->fresh ? -1 : fastcgi->listen_socket, .events = POLLIN}};
        if (ppoll(fds, 2, NULL, &fastcgi->while_waiting) < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        if (fds[0].revents != 0)
            return true;
        if ((fds[1].revents & (POLLERR | POLLNVAL)) != 0)
            return false;
        if (fds[1].revents != 0)
            take_new(fastcgi);
    }
    return false;
}

static ptrdiff_t read_body(void *with, void *into, size_t size)
{
    struct fastcgi *fastcgi = with;
    int most = size > INT_MAX ? INT_MAX : (int)size;
    int got = FCGX_GetStr(into, most, fastcgi->request.in);
    return got == 0 && FCGX_GetError(fastcgi->request.in) != 0 ? -1 : got;
}

enum fastcgi_result fastcgi_accept(struct fastcgi *fastcgi, struct incoming *in)
{
    while (wait_for_work(fastcgi)) {
        int result = FCGX_Accept_r(&fastcgi->request);
        fastcgi->fresh = false;
        if (result == 0) {
            *in = (struct incoming){fastcgi->request.envp, read_body, fastcgi};
            return FASTCGI_REQUEST;
        }
        /* The peer closed the kept connection, or sent what is not FastCGI: libfcgi has dropped it. */
        if (result != -EAGAIN && result != -EINTR)
            log_warn("fastcgi: accept answered %d", result);
    }
    return must_stop() ? FASTCGI_STOP : FASTCGI_FAIL;
}

void fastcgi_stop(void)
{
    stopping = 1;
}

static void put(FCGX_Stream *out, struct str text)
{
    while (text.n > 0) {
        int most = text.n > INT_MAX ? INT_MAX : (int)text.n;
        if (FCGX_PutStr(text.p, most, out) < most)
            return; /* the reader is gone */
        text.p += most;
        text.n -= (size_t)most;
    }
}

void fastcgi_answer(struct fastcgi *fastcgi, struct str head, struct str body)
{
    put(fastcgi->request.out, head);
    put(fastcgi->request.out, body);
    FCGX_Finish_r(&fastcgi->request);
}

void fastcgi_close(struct fastcgi *fastcgi)
{
    FCGX_Free(&fastcgi->request, 1);
    if (fastcgi->accepted >= 0)
        close(fastcgi->accepted);
    free(fastcgi);
}
