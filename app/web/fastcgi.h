/* FastCGI, the one place that includes libfcgi. One connection and one request at a time; the server in front may keep the
 * connection open between requests, yet an idle one never keeps this worker from those who wait in the listen queue. */
#ifndef CURIO_WEB_FASTCGI_H
#define CURIO_WEB_FASTCGI_H

#include "web/incoming.h"

struct fastcgi;

enum fastcgi_result { FASTCGI_REQUEST, FASTCGI_STOP, FASTCGI_FAIL };

/* LISTEN_SOCKET: 0 under spawn-fcgi. SIGTERM and SIGINT end the next wait, never a request under way nor one whose connection
 * was accepted. NULL on failure. */
struct fastcgi *fastcgi_open(int listen_socket);
/* Waits for a request. *IN is valid until it is answered. */
enum fastcgi_result fastcgi_accept(struct fastcgi *, struct incoming *in) __attribute__((warn_unused_result));
void fastcgi_answer(struct fastcgi *, struct str head, struct str body);
/* As SIGTERM does: fastcgi_accept answers no more than what is owed, then FASTCGI_STOP. */
void fastcgi_stop(void);
void fastcgi_close(struct fastcgi *);

#endif
