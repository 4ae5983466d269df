/* The pool's folder, as every program sees it: originals that wait under their id, drawn masters and their variants under a random name.
 *
 *   held/ID.jpg   held/ID.receipt   master/NAME.jpg   variant/NAME/WIDTH.webp|avif|jpg   hidden/NAME.jpg   trash/
 *
 * A variant is written through a descriptor of its folder that was opened before the master was: whoever takes the master away and
 * then moves the folder leaves no way by which a variant made meanwhile comes into reach. */
#ifndef CURIO_IMAGE_SHELF_H
#define CURIO_IMAGE_SHELF_H

#include <stdint.h>

#include "core/arena.h"
#include "core/uuid.h"

enum { IMAGE_NAME = 32 /* lower-case hexadecimal digits */ };

struct image_shelf {
    int folder;
};

enum shelf_place { SHELF_HELD, SHELF_MASTER, SHELF_HIDDEN, SHELF_PLACES };
enum shelf_result { SHELF_OK, SHELF_NONE, SHELF_THERE, SHELF_FULL, SHELF_FAIL };
#define SHELF_CHECKED __attribute__((warn_unused_result))

/* Makes what is missing, for the group to share. The descriptors close with the arena. */
enum shelf_result image_shelf_open(struct arena *, const char *folder, struct image_shelf *out) SHELF_CHECKED;

bool image_name_valid(struct str); /* a drawn picture's */
struct str image_name_new(struct arena *);
struct str image_held_name(struct arena *, struct uuid); /* the id as text */

/* The whole file under its name, or none. SHELF_THERE: the name has a file, which stays as it is. */
enum shelf_result image_shelf_write(const struct image_shelf *, enum shelf_place, struct str name, struct str bytes) SHELF_CHECKED;
int image_shelf_read(const struct image_shelf *, enum shelf_place, struct str name); /* a descriptor for the caller to close, or -1 */
/* A picture's receipt beside its held original; swept a day after it was written. */
enum shelf_result image_shelf_receipt_write(const struct image_shelf *, struct str name, struct str receipt) SHELF_CHECKED;
/* STR_NULL where there is none that is at most MOST bytes long. */
struct str image_shelf_receipt_read(struct arena *, const struct image_shelf *, struct str name, size_t most);
void image_shelf_remove(const struct image_shelf *, enum shelf_place, struct str name);

/* Variants. FOLDER: what image_shelf_variants opened, for the caller to close; FILE: "640.webp". */
int image_shelf_variants(const struct image_shelf *, struct str name); /* makes it where it is missing; -1 on failure */
enum shelf_result image_shelf_variant_write(int folder, struct str file, struct str bytes) SHELF_CHECKED;

/* Takes the variants' folder away where it stayed empty. */
void image_shelf_tidy(const struct image_shelf *, struct str name);

/* None of its bytes can be reached any more; the master is kept apart. Nothing to do is as good. */
enum shelf_result image_shelf_hide(const struct image_shelf *, struct str name) SHELF_CHECKED;
enum shelf_result image_shelf_show(const struct image_shelf *, struct str name) SHELF_CHECKED;
/* Master and variants, wherever they are. */
enum shelf_result image_shelf_drop(const struct image_shelf *, struct str name) SHELF_CHECKED;

/* Names (without .jpg) of the files of PLACE written at least SECONDS ago. */
enum shelf_result image_shelf_each(const struct image_shelf *, enum shelf_place, int64_t seconds, bool (*take)(void *with, struct str name),
                                   void *with) SHELF_CHECKED;
/* What was moved away, and what was begun and never finished. How many files. */
int64_t image_shelf_sweep(const struct image_shelf *, int64_t seconds);

#endif
