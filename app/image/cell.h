/* One picture, one process: forked from a worker that has everything loaded, then shut in with nothing but a pipe. */
#ifndef CURIO_IMAGE_CELL_H
#define CURIO_IMAGE_CELL_H

#include "core/buf.h"
#include "image/answer.h"

enum {
    CELL_CPU_SECONDS = 10,
    CELL_SECONDS = 30, /* of waiting: a busy machine is not the picture's doing */
    CELL_MIB = 420 /* beyond what the worker has, which stays below a hundred resident: half a gigabyte together */
};

enum cell_end {
    CELL_DONE,
    CELL_REFUSED, /* *why says for what reason */
    CELL_DIED,    /* of a signal or with an answer that is none */
    CELL_LATE,
    CELL_FAILED   /* the machine has nothing left: not the picture's doing */
};

/* What it does there, writing its answer to DESCRIPTOR. */
typedef enum image_result cell_work(void *with, int descriptor);

struct cell {
    int nowhere;     /* /dev/null, opened while that could be */
    int64_t seconds; /* it is killed then */
};

/* Before the worker is shut in. */
void cell_prepare(void);
/* FRAME takes what came, also where it did not come to its end. */
enum cell_end cell_run(const struct cell *, cell_work *, void *with, struct buf *frame, enum image_result *why) __attribute__((warn_unused_result));

#endif
