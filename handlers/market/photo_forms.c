#include "core/text.h"
#include "handlers/market/photo.h"

enum { RECEIPT_MAX = 131072, CAPTION_MAX = 300, REASON_MAX = 300 };

static const char *const moves[] = {"none", "up", "down", NULL};

#define AT(form, member) offsetof(struct form, member)

static const struct field of_new[] = {
    {"receipt", N_("What the upload of the picture was answered with"), FIELD_TEXT, true, AT(photo_new_form, receipt), .min = 1, .max = RECEIPT_MAX},
    IMAGE_BOXES_FIELDS(photo_new_form, boxes),
    {"looked", N_("Somebody looked at it: what these fields say is all that is to be obscured"), FIELD_BOOL, .offset = AT(photo_new_form, looked)},
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

static const struct field of_boxes[] = {
    IMAGE_BOXES_FIELDS(photo_boxes_form, boxes),
};
const struct form photo_boxes_fields = FORM_OF(photo_boxes_form, of_boxes);

static const struct field of_hide[] = {
    {"reason", N_("What is wrong with it; needed where a moderator showed it again"), FIELD_TEXT, .offset = AT(photo_hide_form, reason), .max = REASON_MAX},
};
const struct form photo_hide_fields = FORM_OF(photo_hide_form, of_hide);
