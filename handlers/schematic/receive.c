#include "handlers/schematic/receive.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/timestamp.h"
#include "handlers/schematic/turn.h"

enum { LONG_US = 1000 * 1000 }; /* a reading that takes longer needs a turn */

struct part {
    int descriptor;
    int64_t at, left;
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

/* What the reader takes goes to the blob store as well. */
static ptrdiff_t read_part(void *with, void *into, size_t size)
{
    struct part *part = with;
    if (part->left <= 0)
        return 0;
    if (!may_go_on(part))
        return -1;
    if ((uint64_t)part->left < size)
        size = (size_t)part->left;
    ssize_t got;
    do
        got = pread(part->descriptor, into, size, part->at);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
        log_error("reading an uploaded body: %s", got ? strerror(errno) : "it is shorter than said");
        part->stored = BLOB_FAIL;
        return -1;
    }
    part->at += got;
    part->left -= got;
    part->stored = blob_write(part->writer, into, (size_t)got);
    return part->stored == BLOB_OK ? got : -1;
}

static struct schematic_budget budget_of(const struct config *config)
{
    return (struct schematic_budget){.bytes = config->nbt_bytes_max,
                                     .nodes = config->nbt_nodes_max,
                                     .depth = config->nbt_depth_max,
                                     .blocks = config->schematic_blocks_max,
                                     .axis = config->schematic_axis_max};
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
                        .at = file->offset,
                        .left = file->size,
                        .writer = out->writer,
                        .config = rq->config,
                        .begun_us = monotonic_us(),
                        .turn = -1};
    enum receive_result result =
        result_of(&part, schematic_inspect(rq->arena, &budget, read_part, &part, &out->facts, &out->refusal));
    if (part.turn >= 0)
        close(part.turn);
    if (result == RECEIVE_OK)
        out->sha256 = blob_write_digest(out->writer, &out->size);
    return result;
}
