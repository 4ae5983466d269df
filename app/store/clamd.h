/* Talks to clamd over its Unix socket: one INSTREAM a scan, under one deadline. clamd must run with "AlertExceedsMax yes":
 * without it a file past its limits is answered as clean (docs/scanning.md). */
#ifndef CURIO_STORE_CLAMD_H
#define CURIO_STORE_CLAMD_H

#include "core/arena.h"

enum clamd_result {
    CLAMD_CLEAN,
    CLAMD_INFECTED,
    CLAMD_NOT_FULLY_SCANNED, /* a limit of size, depth or time: neither clean nor infected */
    CLAMD_AWAY,              /* not there, hung, or gone in the middle: ask again later */
    CLAMD_ERROR              /* it answered that it could not, or with what is not an answer */
};

struct clamd {
    const char *socket;
    int64_t timeout_seconds; /* for the whole scan */
    int64_t bytes_max;       /* larger files are not sent at all */
};

/* Scans what DESCRIPTOR still holds. *DETAIL: the signature's or limit's name, or what went wrong; lives in the arena. */
enum clamd_result clamd_scan(const struct clamd *, struct arena *, int descriptor, struct str *detail)
    __attribute__((warn_unused_result));
/* PING answered with PONG in time. */
bool clamd_healthy(const struct clamd *);

#endif
