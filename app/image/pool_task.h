/* One request to a worker of the pool. */
#ifndef CURIO_IMAGE_POOL_TASK_H
#define CURIO_IMAGE_POOL_TASK_H

#include "core/config.h"
#include "image/cell.h"
#include "image/frame.h"
#include "image/shelf.h"
#include "web/incoming.h"

/* What lives as long as the worker. */
struct pool {
    const struct config *config;
    struct image_shelf shelf;
    struct cell cell;
    struct drawn *drawn; /* of the request at hand */
};

struct task {
    struct pool *pool;
    struct arena *arena;
    const struct incoming *in;
    struct buf head, body; /* the answer */
    int status;
    const char *reason; /* for the log; NULL */
    struct str next;    /* a page that the answer leads a browser to; empty: the answer is for a program */
};

/* pool_reply.c. HEADERS: whole lines, or NULL. */
void task_answer(struct task *, int status, const char *type, const char *headers);
/* 303 to task->next, which is told NAME=VALUE: letters, digits and hyphens. */
void task_lead(struct task *, const char *name, struct str value);
/* As problem+json, or as ?refused=REASON (or else TYPE) to task->next; TYPE the last part of its address, REASON an extension member; either may be NULL. */
void task_problem(struct task *, int status, const char *type, const char *reason, const char *translated_detail);
void task_refuse(struct task *, enum image_result); /* 422 picture-refused */

/* pool_body.c. The picture that was sent: the body, or the one file of a form. False: the answer says why. */
bool task_picture(struct task *, struct str *out) __attribute__((warn_unused_result));
/* The body as it is, no more than MOST bytes. */
bool task_body(struct task *, size_t most, struct str *out) __attribute__((warn_unused_result));

/* Reads what is left of the body: nginx would miss an answer that comes before its end. */
void task_drain(struct task *);

/* pool_draw.c. Has WORK done by a process, whose parts end up in pool->drawn. False: nothing of it can be used, and the answer says why. Where a
 * master came and only the rest is missing, that is not nothing. */
bool task_draw(struct task *, cell_work *, void *with, struct buf *frame) __attribute__((warn_unused_result));

/* Each answers its kind of request. */
typedef void task_run(struct task *);
task_run task_upload, task_face, task_variant, task_render; /* pool_upload.c, pool_face.c, pool_variant.c, pool_render.c */

void task_handle(struct task *);

#endif
