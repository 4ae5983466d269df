#include "handlers/schematic/receive.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/timestamp.h"
#include "handlers/schematic/turn.h"
#include "schematic/shelf/budget.h"

enum { LONG_US = 1000 * 1000 }; /* a reading that takes longer needs a turn */

struct part {
    int descriptor;
    int64_t begin, at, end; /* of the part in its file */
    int64_t stored_until;   /* a reader that goes back reads again what the blob store has already */
    struct blob_writer *writer;
    enum blob_result stored;
    const struct config *config;
    int64_t begun_us;
    int turn; /* -1: none so far */
    bool busy;
};

static bool may_go_on(struct part *part)
{
    part->busy = part->turn < 0 && monotonic_us() - part->begun_us > LONG_US && !turn_take(part->config, &part->turn);
    return !part->busy;
}

/* What of the bytes at part->at was not read before. */
static enum blob_result store(const struct part *part, const char *bytes, int64_t count)
{
    int64_t known = part->stored_until - part->at;
    return known >= count ? BLOB_OK : blob_write(part->writer, bytes + known, (size_t)(count - known));
}

/* What the reader takes goes to the blob store as well. */
static ptrdiff_t read_part(void *with, void *into, size_t size)
{
    struct part *part = with;
    int64_t left = part->end - part->at;
    if (left <= 0)
        return 0;
    if (!may_go_on(part))
        return -1;
    if ((uint64_t)left < size)
        size = (size_t)left;
    ssize_t got;
    do
        got = pread(part->descriptor, into, size, part->at);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
        log_error("reading an uploaded body: %s", got ? strerror(errno) : "it is shorter than said");
        part->stored = BLOB_FAIL;
        return -1;
    }
    part->stored = store(part, into, got);
    part->at += got;
    if (part->at > part->stored_until)
        part->stored_until = part->at;
    return part->stored == BLOB_OK ? got : -1;
}

static bool rewind_part(void *with)
{
    struct part *part = with;
    part->at = part->begin;
    return true;
}

/* A reader may stop before the end of what it found whole; the file is kept to its last byte. */
static enum schematic_result read_rest(struct part *part)
{
    char piece[16384];
    ptrdiff_t got = 1;
    part->at = part->stored_until;
    while (got > 0)
        got = read_part(part, piece, sizeof piece);
    return got == 0 ? SCHEMATIC_OK : SCHEMATIC_READ_FAILED;
}

static enum receive_result trouble(enum blob_result stored)
{
    return stored == BLOB_FULL ? RECEIVE_FULL : RECEIVE_FAILED;
}

static enum receive_result result_of(const struct part *part, enum schematic_result read)
{
    if (read == SCHEMATIC_OK)
        return RECEIVE_OK;
    if (read == SCHEMATIC_REFUSED)
        return RECEIVE_REFUSED;
    return part->busy ? RECEIVE_BUSY : trouble(part->stored);
}

enum receive_result schematic_receive(struct request *rq, const struct form_file *file, struct received *out)
{
    *out = (struct received){0};
    enum blob_result begun = blob_write_begin(rq->blobs, rq->arena, &out->writer);
    if (begun != BLOB_OK)
        return trouble(begun);
    const struct schematic_budget budget = budget_of(rq->config);
    struct part part = {.descriptor = file->descriptor,
                        .begin = file->offset,
                        .at = file->offset,
                        .end = file->offset + file->size,
                        .stored_until = file->offset,
                        .writer = out->writer,
                        .config = rq->config,
                        .begun_us = monotonic_us(),
                        .turn = -1};
    const struct schematic_input input = {read_part, &part, rewind_part};
    enum schematic_result read = study_read(rq->arena, &budget, &input, &out->study, &out->refusal);
    if (read == SCHEMATIC_OK)
        read = read_rest(&part);
    enum receive_result result = result_of(&part, read);
    if (part.turn >= 0)
        close(part.turn);
    if (result == RECEIVE_OK)
        out->sha256 = blob_write_digest(out->writer, &out->size);
    return result;
}
