#include "core/text.h"
#include "handlers/schematic/picture.h"

enum { RECEIPT_MAX = 131072, CAPTION_MAX = 300 };

static const char *const moves[] = {"none", "up", "down", NULL};

#define AT(form, member) offsetof(struct form, member)

static const struct field new_fields[] = {
    {"receipt", N_("What the upload of the picture was answered with"), FIELD_TEXT, true, AT(picture_new_form, receipt), .min = 1, .max = RECEIPT_MAX},
    {"caption", N_("What it shows; also read to those who can't see it"), FIELD_TEXT, .offset = AT(picture_new_form, caption),
     .max = CAPTION_MAX},
};
const struct form picture_new_fields = FORM_OF(picture_new_form, new_fields);

static const struct field edit_fields[] = {
    {"caption", N_("What it shows; also read to those who can't see it"), FIELD_TEXT, .offset = AT(picture_edit_form, caption),
     .max = CAPTION_MAX, .present = AT(picture_edit_form, has_caption)},
    {"move", N_("One place up or down"), FIELD_CHOICE, .offset = AT(picture_edit_form, move), .choices = moves,
     .present = AT(picture_edit_form, has_move)},
    {"position", N_("Or its place, from 1"), FIELD_INT, .offset = AT(picture_edit_form, position), .min = 1, .max = PICTURES_MAX},
};
const struct form picture_edit_fields = FORM_OF(picture_edit_form, edit_fields);
