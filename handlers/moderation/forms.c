#include "handlers/moderation/forms.h"

#include "core/text.h"
#include "handlers/moderation/canned.h"

enum { WORDS_MAX = 4000, NAME_MAX = 200, UNTIL_MAX = 40, LIMIT_MAX = 100 };

static const char *const decisions[] = {"approved", "rejected", "reverted", NULL};
static const char *const kinds[] = {"spam", "stolen", "harmful", "offensive", "licence", "face", "wrong", "other", NULL};
static const char *const resolutions[] = {"acted", "dismissed", NULL};

#define AT(form, member) offsetof(struct form, member)
#define LIMIT_FIELD(form) {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(form, limit), .min = 1, .max = LIMIT_MAX}
#define BEFORE_FIELD(form) {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(form, before)}

static const struct field of_queue[] = {
    {"after", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(moderation_queue_form, after)},
    LIMIT_FIELD(moderation_queue_form),
};
const struct form moderation_queue_fields = FORM_OF(moderation_queue_form, of_queue);

static const struct field of_list[] = {BEFORE_FIELD(moderation_list_form), LIMIT_FIELD(moderation_list_form)};
const struct form moderation_list_fields = FORM_OF(moderation_list_form, of_list);

static const struct field of_decision[] = {
    {"decision", N_("What becomes of it; reverted: of a market, what was changed since a moderator knew it is taken back, and it stays"), FIELD_CHOICE, true, AT(decision_form, decision), .choices = decisions},
    {"canned", N_("A reason that comes up often, put before the other"), FIELD_CHOICE, .offset = AT(decision_form, canned),
     .choices = canned_names},
    {"reason", N_("Why, as the uploader reads it, in Markdown; a rejection has one"), FIELD_LONGTEXT,
     .offset = AT(decision_form, reason), .max = WORDS_MAX},
    {"version", N_("Number of the version of a build that was looked at: where there is another one, nothing is decided"), FIELD_INT,
     .offset = AT(decision_form, version), .min = 1, .max = INT32_MAX},
};
const struct form decision_fields = FORM_OF(decision_form, of_decision);

static const struct field of_takedown[] = {
    {"reason", N_("Why, as the uploader reads it, in Markdown"), FIELD_LONGTEXT, true, AT(takedown_form, reason), .min = 1, .max = WORDS_MAX},
};
const struct form takedown_fields = FORM_OF(takedown_form, of_takedown);

static const struct field of_review[] = {
    {"note", N_("What the moderators should know this time"), FIELD_LONGTEXT, .offset = AT(review_form, note), .max = WORDS_MAX},
};
const struct form review_fields = FORM_OF(review_form, of_review);

static const struct field of_report_about[] = {
    {"room", N_("A room, comment or person"), FIELD_TEXT, true, AT(report_about_form, room), .min = 1, .max = NAME_MAX},
    {"subject", N_("Its id"), FIELD_UUID, .required = true, .offset = AT(report_about_form, subject)},
};
const struct form report_about_fields = FORM_OF(report_about_form, of_report_about);

static const struct field of_report[] = {
    {"room", N_("A room, comment or person"), FIELD_TEXT, true, AT(report_form, room), .min = 1, .max = NAME_MAX},
    {"subject", N_("Its id"), FIELD_UUID, .required = true, .offset = AT(report_form, subject)},
    {"kind", N_("What is wrong with it"), FIELD_CHOICE, true, AT(report_form, kind), .choices = kinds},
    {"words", N_("The same in one's own words"), FIELD_LONGTEXT, .offset = AT(report_form, words), .max = WORDS_MAX},
};
const struct form report_fields = FORM_OF(report_form, of_report);

static const struct field of_resolution[] = {
    {"resolution", N_("Whether something was done about it"), FIELD_CHOICE, true, AT(resolution_form, resolution), .choices = resolutions},
};
const struct form resolution_fields = FORM_OF(resolution_form, of_resolution);

static const struct field of_suspension[] = {
    {"reason", N_("Why, as the person reads it when they try to sign in"), FIELD_LONGTEXT, true, AT(suspension_form, reason), .min = 1,
     .max = WORDS_MAX},
    {"until", N_("When it ends by itself: a day (2026-12-01) or a moment (RFC 3339); left out: never"), FIELD_TEXT,
     .offset = AT(suspension_form, until), .max = UNTIL_MAX},
};
const struct form suspension_fields = FORM_OF(suspension_form, of_suspension);

static const struct field of_audit[] = {
    {"actor", N_("Only what the person with this slug did"), FIELD_TEXT, .offset = AT(audit_form, actor), .max = NAME_MAX},
    {"subject", N_("Only about this: an id, or words of what it was called"), FIELD_TEXT, .offset = AT(audit_form, subject), .max = NAME_MAX},
    {"action", N_("Only such acts: \"review\" for all decisions, \"review.rejected\" for these"), FIELD_TEXT,
     .offset = AT(audit_form, action), .max = NAME_MAX},
    BEFORE_FIELD(audit_form),
    LIMIT_FIELD(audit_form),
};
const struct form audit_fields = FORM_OF(audit_form, of_audit);
