/* What to obscure on a picture, as forms say it: with script as JSON, without as ticks beside the boxes that were found and one box in numbers. */
#ifndef CURIO_HANDLERS_IMAGE_BOXES_H
#define CURIO_HANDLERS_IMAGE_BOXES_H

#include "queries/image.h"
#include "web/form.h"

enum { IMAGE_BOXES_MAX = 65536, IMAGE_KEPT_MAX = 512, IMAGE_KEPT_TEXT = 40, IMAGE_SIDE_MAX = 65535 };

struct image_boxes_form {
    struct str boxes, manner;
    struct list keep; /* "x:y:width:height" */
    struct opt_bigint x, y, width, height;
};

extern const char *const image_manners[];

#define IMAGE_BOX_SIDE(form, member, name, says, least) \
    {#name, says, FIELD_INT, .offset = offsetof(struct form, member.name), .min = least, .max = IMAGE_SIDE_MAX}
/* The fields of MEMBER, a struct image_boxes_form in struct FORM. */
#define IMAGE_BOXES_FIELDS(form, member) \
    {"boxes", N_("What to obscure, as JSON text: [{\"x\", \"y\", \"width\", \"height\"}, …] in whole pixels of the picture"), FIELD_LONGTEXT, \
     .offset = offsetof(struct form, member.boxes), .max = IMAGE_BOXES_MAX}, \
        {"manner", N_("How"), FIELD_CHOICE, .offset = offsetof(struct form, member.manner), .choices = image_manners}, \
        {"keep", N_("Or boxes one by one, each as x:y:width:height"), FIELD_TAGS, .offset = offsetof(struct form, member.keep), \
         .max = IMAGE_KEPT_MAX, .longest = IMAGE_KEPT_TEXT}, \
        IMAGE_BOX_SIDE(form, member, x, N_("One box more: its left side"), 0), IMAGE_BOX_SIDE(form, member, y, N_("Its top"), 0), \
        IMAGE_BOX_SIDE(form, member, width, N_("Its width"), 1), IMAGE_BOX_SIDE(form, member, height, N_("Its height"), 1)

/* As the JSON that image_boxes_set takes. STR_NULL where it makes no sense. */
struct str image_boxes_said(struct arena *, const struct image_boxes_form *);
/* BOXES or faces (JSON) as rows of image_box, for templates/image/image_boxes.html. */
struct rows image_boxes_rows(struct arena *, struct str boxes);

#endif
