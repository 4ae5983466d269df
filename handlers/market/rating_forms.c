#include "core/text.h"
#include "handlers/market/rating.h"

enum { DATE_MAX = 19, STARS_MAX = 5, LIMIT_MAX = 100, CURSOR_MAX = 100 };

static const char *const sorts[] = {"newest", "best", "worst", NULL};

#define AT(form, member) offsetof(struct form, member)
#define STARS(form, name, says, needed) {#name, says, FIELD_INT, .required = needed, .offset = AT(form, name), .min = 1, .max = STARS_MAX}
#define ALL_STARS(form, needed) \
    STARS(form, selection, N_("Stars for what there was to find"), needed), STARS(form, prices, N_("Stars for the prices"), needed), \
        STARS(form, setting, N_("Stars for the place and its mood"), needed), \
        STARS(form, access, N_("Stars for getting there, paths, toilets and seats"), needed)
#define LIMIT_FIELD(form) {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(form, limit), .min = 1, .max = LIMIT_MAX}
#define WORDS(form, ...) \
    {"words", N_("What to know before one goes there"), FIELD_LONGTEXT, .offset = AT(form, words), .max = RATING_WORDS_MAX, __VA_ARGS__}

static const struct field of_new[] = {
    {"date", N_("Which date: 2026-05-03T09:00 by the market's own clock as its schedule says, or the day alone"), FIELD_TEXT, true,
     AT(rating_new_form, date), .min = 10, .max = DATE_MAX},
    ALL_STARS(rating_new_form, true),
    WORDS(rating_new_form, .present = 0),
};
const struct form rating_new_fields = FORM_OF(rating_new_form, of_new);

static const struct field of_edit[] = {
    ALL_STARS(rating_edit_form, false),
    WORDS(rating_edit_form, .present = AT(rating_edit_form, has_words)),
};
const struct form rating_edit_fields = FORM_OF(rating_edit_form, of_edit);

static const struct field of_list[] = {
    {"sort", N_("In which order"), FIELD_CHOICE, .offset = AT(rating_list_form, sort), .choices = sorts},
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_PLACE, .offset = AT(rating_list_form, before), .max = CURSOR_MAX},
    LIMIT_FIELD(rating_list_form),
};
const struct form rating_list_fields = FORM_OF(rating_list_form, of_list);

static const struct field of_mine[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(rating_mine_form, before)},
    LIMIT_FIELD(rating_mine_form),
};
const struct form rating_mine_fields = FORM_OF(rating_mine_form, of_mine);

static const struct field of_begin[] = {
    {"date", N_("The date that is chosen first"), FIELD_TEXT, .offset = AT(rating_begin_form, date), .max = DATE_MAX},
};
const struct form rating_begin_fields = FORM_OF(rating_begin_form, of_begin);

static const struct field of_reply[] = {
    {"reply", N_("What the organiser answers"), FIELD_LONGTEXT, true, AT(rating_reply_form, reply), .min = 1, .max = RATING_WORDS_MAX},
};
const struct form rating_reply_fields = FORM_OF(rating_reply_form, of_reply);

static const struct field of_hide[] = {
    {"reason", N_("Why, as its author reads it"), FIELD_LONGTEXT, true, AT(rating_hide_form, reason), .min = 1, .max = RATING_WORDS_MAX},
};
const struct form rating_hide_fields = FORM_OF(rating_hide_form, of_hide);
