/* Asking curio-image: one short-lived process a picture, which has nothing but the picture. */
#ifndef CURIO_IMAGE_CHILD_H
#define CURIO_IMAGE_CHILD_H

#include "image/answer.h"

enum child_result {
    CHILD_MADE,
    CHILD_REFUSED, /* *why says for what reason */
    CHILD_DIED,    /* by a signal, ours at the time limit included, or with an answer that is none: perhaps the picture's doing */
    CHILD_FAILED   /* there is no such program, or the machine has nothing left: not the picture's doing */
};

struct child {
    const char *program; /* its path */
    int seconds;         /* it is killed then */
};

/* DESCRIPTOR: the picture, read from where it stands. FRAME takes the answer's bytes, which OUT points into. */
enum child_result child_ask(const struct child *, int descriptor, struct buf *frame, struct image_answer *out, enum image_result *why)
    __attribute__((warn_unused_result));
/* The program NAME beside the one that runs: where the build and the package put them both. */
struct str child_beside(struct arena *, const char *name);

#endif
