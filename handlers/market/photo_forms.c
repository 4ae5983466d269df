#include "core/text.h"
#include "handlers/market/photo.h"

enum { RECEIPT_MAX = 131072, CAPTION_MAX = 300, BOXES_MAX = 65536, KEPT_MAX = 512, KEPT_TEXT = 40, SIDE_MAX = 65535, REASON_MAX = 300 };

static const char *const manners[] = {"mosaic", "solid", NULL};
static const char *const moves[] = {"none", "up", "down", NULL};

#define AT(form, member) offsetof(struct form, member)
#define BOXES(form) \
    {"boxes", N_("What to obscure, as JSON text: [{\"x\", \"y\", \"width\", \"height\"}, …] in whole pixels of the picture"), FIELD_LONGTEXT, \
     .offset = AT(form, boxes), .max = BOXES_MAX}, \
        {"manner", N_("How"), FIELD_CHOICE, .offset = AT(form, manner), .choices = manners}

static const struct field of_new[] = {
    {"receipt", N_("What the upload of the picture was answered with"), FIELD_TEXT, true, AT(photo_new_form, receipt), .min = 1, .max = RECEIPT_MAX},
    BOXES(photo_new_form),
    {"caption", N_("What it shows; also read to those who can't see it"), FIELD_TEXT, .offset = AT(photo_new_form, caption), .max = CAPTION_MAX},
};
const struct form photo_new_fields = FORM_OF(photo_new_form, of_new);

static const struct field of_edit[] = {
    {"caption", N_("What it shows; also read to those who can't see it"), FIELD_TEXT, .offset = AT(photo_edit_form, caption), .max = CAPTION_MAX,
     .present = AT(photo_edit_form, has_caption)},
    {"move", N_("One place up or down"), FIELD_CHOICE, .offset = AT(photo_edit_form, move), .choices = moves, .present = AT(photo_edit_form, has_move)},
    {"cover", N_("Whether it stands for the market in lists; the organiser chooses"), FIELD_BOOL, .offset = AT(photo_edit_form, cover),
     .present = AT(photo_edit_form, has_cover)},
};
const struct form photo_edit_fields = FORM_OF(photo_edit_form, of_edit);

#define SIDE(name, says, least) {#name, says, FIELD_INT, .offset = AT(photo_boxes_form, name), .min = least, .max = SIDE_MAX}
static const struct field of_boxes[] = {
    BOXES(photo_boxes_form),
    {"keep", N_("Or boxes one by one, each as x:y:width:height"), FIELD_TAGS, .offset = AT(photo_boxes_form, keep), .max = KEPT_MAX, .longest = KEPT_TEXT},
    SIDE(x, N_("One box more: its left side"), 0),
    SIDE(y, N_("Its top"), 0),
    SIDE(width, N_("Its width"), 1),
    SIDE(height, N_("Its height"), 1),
};
const struct form photo_boxes_fields = FORM_OF(photo_boxes_form, of_boxes);

static const struct field of_hide[] = {
    {"reason", N_("What is wrong with it; needed where a moderator showed it again"), FIELD_TEXT, .offset = AT(photo_hide_form, reason), .max = REASON_MAX},
};
const struct form photo_hide_fields = FORM_OF(photo_hide_form, of_hide);
