/* Scanners for tests: the real clamd with a small database of its own, and one that only speaks the protocol. */
#ifndef CURIO_TESTS_SCANNER_H
#define CURIO_TESTS_SCANNER_H

#include <sys/socket.h>
#include <sys/un.h>

#include "lib/scratch.h"
#include "store/clamd.h"

/* The EICAR test file's text, taken apart so that no scanner takes this source for one. */
static const char scanner_eicar[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-"
                                    "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

struct scanner {
    char folder[SCRATCH_PATH], socket[SCRATCH_PATH + 16];
    pid_t pid;
};

static inline void scanner_write(const char *folder, const char *name, const char *text)
{
    char path[SCRATCH_PATH + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0) abort();
    fclose(file);
}

/* The signature finds the text anywhere in a file, also in what clamd unpacks. LIMIT: bytes that it looks at. */
static inline void scanner_configure(struct scanner *scanner, const char *limit)
{
    char text[2048];
    scratch_make(scanner->folder);
    snprintf(scanner->socket, sizeof scanner->socket, "%s/clamd.sock", scanner->folder);
    int n = snprintf(text, sizeof text, "Curio.Test.Eicar:0:*:");
    for (size_t i = 0; scanner_eicar[i] != '\0'; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%02x", (unsigned char)scanner_eicar[i]);
    snprintf(text + n, sizeof text - (size_t)n, "\n");
    scanner_write(scanner->folder, "curio.ndb", text);
    snprintf(text, sizeof text,
             "Foreground yes\nLocalSocket %s\nDatabaseDirectory %s\nTemporaryDirectory %s\nStreamMaxLength 1M\n"
             "MaxFileSize %s\nMaxScanSize %s\nAlertExceedsMax yes\nMaxThreads 1\nConcurrentDatabaseReload no\n",
             scanner->socket, scanner->folder, scanner->folder, limit, limit);
    scanner_write(scanner->folder, "clamd.conf", text);
}

static inline bool scanner_run(struct scanner *scanner)
{
    char configuration[SCRATCH_PATH + 64];
    snprintf(configuration, sizeof configuration, "--config-file=%s/clamd.conf", scanner->folder);
    char program[] = "clamd", *arguments[] = {program, configuration, NULL};
    const struct clamd clamd = {scanner->socket, 1, 0};
    scanner->pid = scratch_start(scanner->folder, 0, arguments);
    for (int i = 0; i < 300; i++, usleep(50000)) {
        if (clamd_healthy(&clamd)) return true;
        if (waitpid(scanner->pid, NULL, WNOHANG) > 0) break;
    }
    scanner->pid = 0;
    return false;
}

/* False where clamd is not installed. */
static inline bool scanner_start(struct scanner *scanner, const char *limit)
{
    scanner_configure(scanner, limit);
    return scanner_run(scanner);
}

static inline void scanner_stop(struct scanner *scanner)
{
    scratch_stop(scanner->pid, SIGTERM);
    scratch_remove(scanner->folder);
}

/* What a fake scanner does with each connection. */
enum manner {
    FAKE_ANSWERS,      /* reads to the end of the stream, then sends the reply */
    FAKE_ANSWERS_EARLY, /* sends the reply after the first bytes and closes, as clamd does at its limit */
    FAKE_HANGS,        /* reads and never answers */
    FAKE_CLOSES        /* goes away in the middle */
};

static inline bool fake_read(int client, void *into, size_t n)
{
    return n == 0 || recv(client, into, n, MSG_WAITALL) == (ssize_t)n;
}

static inline void fake_drain(int client)
{
    static char chunk[1 << 20];
    char command[sizeof "zINSTREAM"];
    uint32_t length = 1;
    if (!fake_read(client, command, sizeof command) || memcmp(command, "zINSTREAM", sizeof command) != 0) _exit(3);
    while (length != 0) {
        if (!fake_read(client, &length, sizeof length)) return;
        length = __builtin_bswap32(length);
        if (length > sizeof chunk || !fake_read(client, chunk, length)) return;
    }
}

static inline void fake_serve(int client, enum manner manner, const char *reply, size_t n)
{
    char first[64];
    if (manner == FAKE_ANSWERS || manner == FAKE_HANGS) fake_drain(client);
    else if (!fake_read(client, first, sizeof first)) return;
    if (manner == FAKE_HANGS)
        for (;;) pause();
    if (manner != FAKE_CLOSES && send(client, reply, n, MSG_NOSIGNAL) < 0) return;
    close(client);
}

static inline void fake_start(struct scanner *fake, enum manner manner, const char *reply, size_t n)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    scratch_make(fake->folder);
    snprintf(fake->socket, sizeof fake->socket, "%s/fake.sock", fake->folder);
    snprintf(address.sun_path, sizeof address.sun_path, "%.100s", fake->socket);
    int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 8)) abort();
    fake->pid = fork();
    if (fake->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) fake_serve(accept(listening, NULL, NULL), manner, reply, n);
    }
    close(listening);
}

static inline void fake_stop(struct scanner *fake)
{
    scratch_stop(fake->pid, SIGKILL);
    scratch_remove(fake->folder);
}

#endif
