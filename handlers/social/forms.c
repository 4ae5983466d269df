#include "handlers/social/forms.h"

#include "core/text.h"

enum { COMMENT_MAX = 10000, REASON_MAX = 1000, THEN_MAX = 2000, LIMIT_MAX = 100 };

#define AT(form, member) offsetof(struct form, member)

static const struct field of_list[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(social_list_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(social_list_form, limit), .min = 1, .max = LIMIT_MAX},
};
const struct form social_list_fields = FORM_OF(social_list_form, of_list);

static const char *const follower_states[] = {"accepted", "requested", NULL};

static const struct field of_followers[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(follower_list_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(follower_list_form, limit), .min = 1, .max = LIMIT_MAX},
    {"state", N_("Those who follow, or those who ask to"), FIELD_CHOICE, .offset = AT(follower_list_form, state),
     .choices = follower_states},
};
const struct form follower_list_fields = FORM_OF(follower_list_form, of_followers);

static const struct field of_answers[] = {
    {"after", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(answers_form, after)},
    {"limit", N_("How many, 100 if not said"), FIELD_INT, .offset = AT(answers_form, limit), .min = 1, .max = LIMIT_MAX},
};
const struct form answers_fields = FORM_OF(answers_form, of_answers);

static const struct field of_comment[] = {
    {"body", N_("What one has to say, in Markdown"), FIELD_LONGTEXT, true, AT(comment_form, body), .min = 1, .max = COMMENT_MAX},
    {"parent", N_("The comment that is answered; an answer to an answer joins its thread"), FIELD_UUID,
     .offset = AT(comment_form, parent)},
};
const struct form comment_fields = FORM_OF(comment_form, of_comment);

static const struct field of_comment_change[] = {
    {"body", N_("The new text, in Markdown; for its author"), FIELD_LONGTEXT, .offset = AT(comment_change_form, body), .min = 1,
     .max = COMMENT_MAX, .present = AT(comment_change_form, has_body)},
    {"hidden", N_("Whether it is hidden; for moderators"), FIELD_BOOL, .offset = AT(comment_change_form, hidden),
     .present = AT(comment_change_form, has_hidden)},
    {"reason", N_("Why it is hidden, as its author is told"), FIELD_TEXT, .offset = AT(comment_change_form, reason),
     .max = REASON_MAX, .present = AT(comment_change_form, has_reason)},
};
const struct form comment_change_fields = FORM_OF(comment_change_form, of_comment_change);

static const struct field of_then[] = {
    {"then", N_("The page to go to afterwards"), FIELD_TEXT, .offset = AT(then_form, then), .max = THEN_MAX},
};
const struct form then_fields = FORM_OF(then_form, of_then);

static const struct field of_one_click[] = {
    {"List-Unsubscribe", N_("What a mail program sends: One-Click (RFC 8058)"), FIELD_TEXT,
     .offset = AT(one_click_form, list_unsubscribe), .max = LIMIT_MAX},
};
const struct form one_click_fields = FORM_OF(one_click_form, of_one_click);
