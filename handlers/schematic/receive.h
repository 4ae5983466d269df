/* Takes an uploaded file as it is read, checked, hashed and written to the blob store's tmp at once. */
#ifndef CURIO_HANDLERS_SCHEMATIC_RECEIVE_H
#define CURIO_HANDLERS_SCHEMATIC_RECEIVE_H

#include "schematic/shelf/study.h"
#include "web/request.h"

struct received {
    struct blob_writer *writer; /* not kept yet: that is the caller's to do, once the rows are there */
    struct sha256_digest sha256;
    int64_t size;
    struct study study;
    struct schematic_refusal refusal;
};

enum receive_result {
    RECEIVE_OK,
    RECEIVE_REFUSED, /* see refusal */
    RECEIVE_FULL,    /* the disk is */
    RECEIVE_BUSY,    /* it takes long, and too many others do so at the moment */
    RECEIVE_FAILED   /* logged */
};

enum receive_result schematic_receive(struct request *, const struct form_file *, struct received *)
    __attribute__((warn_unused_result));

#endif
