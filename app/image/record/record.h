/* Pictures in the database: what a room calls when something of its own gets, shows or loses one. Who may is for the room to say.
 * Everything here is part of the caller's transaction; what the files need is done by the jobs that it puts.
 *
 * A picture is HELD (the uploader's alone), RENDERING (published, to be seen in a moment), READY (everybody's), HIDDEN or GONE:
 * sql/migrations/0007_image.sql. docs/images.md tells the whole way. */
#ifndef CURIO_IMAGE_RECORD_RECORD_H
#define CURIO_IMAGE_RECORD_RECORD_H

#include "core/config.h"
#include "image/receipt.h"
#include "queries/image.h"
#include "store/db.h"

enum image_done {
    IMAGE_DONE,
    IMAGE_NONE,        /* there is no such picture, or not in a state in which this could be done */
    IMAGE_BAD_RECEIPT, /* not ours, or somebody else's */
    IMAGE_OLD_RECEIPT, /* the picture is swept, or will be in a moment */
    IMAGE_USED_RECEIPT,
    IMAGE_BAD_BOXES,   /* not [{"x", "y", "width", "height"}, …] of whole numbers, or outside the picture, or more than 512 */
    IMAGE_FAILED       /* the database; logged */
};
#define IMAGE_CHECKED __attribute__((warn_unused_result))

/* What all of these work with. REQUEST_ID may be absent. */
struct image_context {
    struct db *db;
    struct arena *arena;
    const struct config *config;
    struct str request_id;
};

/* What a receipt says that was not used yet. RECEIPT: as the pool gave it, or the name that stands for it behind a form without script. */
enum image_done image_look(const struct image_context *, struct uuid account, struct str receipt, struct image_receipt *out) IMAGE_CHECKED;
/* A held picture of ACCOUNT from such a receipt. Each works once. */
enum image_done image_attach(const struct image_context *, struct uuid account, struct str receipt, struct uuid *id) IMAGE_CHECKED;
/* BOXES: JSON as IMAGE_BAD_BOXES says; MANNER "mosaic" or "solid". Before it is drawn they replace the boxes that there are; what was
 * drawn can only be obscured further, so from then on they are added, and the picture is drawn anew under a new name. Also says that a
 * person looked, where the detector failed. */
enum image_done image_boxes_set(const struct image_context *, struct uuid, struct str boxes, struct str manner) IMAGE_CHECKED;
/* Has a held picture drawn; then it is ready. IMAGE_NONE also where the detector failed and nobody said the boxes. */
enum image_done image_publish(const struct image_context *, struct uuid) IMAGE_CHECKED;
/* From this moment its files can't be reached, whatever becomes of the transaction: who hides does not wait. BY may be absent. */
enum image_done image_hide(const struct image_context *, struct uuid, struct opt_uuid by, struct str why) IMAGE_CHECKED;
enum image_done image_show(const struct image_context *, struct uuid) IMAGE_CHECKED;
/* Files go at once; the row stays, "gone", until who refers to it lets go. */
enum image_done image_delete(const struct image_context *, struct uuid) IMAGE_CHECKED;

#endif
