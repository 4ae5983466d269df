#include "handlers/moderation/routes.h"

#include "core/text.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"
#include "queries/moderation.h"

static const struct route routes[] = {
    {GET, "/moderation", case_list, N_("What waits for a moderator's decision, oldest first"), ON_BOTH, SCHEMATIC_MODERATE,
     &moderation_queue_fields, LIMIT_READ, CACHE_NEVER, ANSWER_LIST, &Q_MODERATION_QUEUE, .page = case_list_page},
    {GET, "/moderation/cases/{id}", case_show, N_("All that is needed to decide about a case"), ON_BOTH, SCHEMATIC_MODERATE, NULL,
     LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_CASE, .page = case_page},
    {POST, "/moderation/cases/{id}/decision", case_decide, N_("Decide about a case; who comes second is told who was faster"), ON_BOTH,
     SCHEMATIC_MODERATE, &decision_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_ENTRY, .page = case_page},
    {GET, "/moderation/reports", reported_list, N_("What people report, by subject, the longest waiting first"), ON_BOTH,
     SCHEMATIC_MODERATE, &moderation_queue_fields, LIMIT_READ, CACHE_NEVER, ANSWER_LIST, &Q_MODERATION_REPORTED,
     .page = reported_list_page},
    {GET, "/moderation/reports/{room}/{id}", reported_show, N_("A subject and what people report about it"), ON_BOTH, SCHEMATIC_MODERATE,
     NULL, LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_REPORTS, .page = reported_page},
    {POST, "/moderation/reports/{room}/{id}/resolution", reported_resolve, N_("Resolve all open reports of a subject"), ON_BOTH,
     SCHEMATIC_MODERATE, &resolution_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_REPORTS, .page = reported_page},
    {GET, "/moderation/people", suspended_list, N_("Who is suspended"), ON_BOTH, ACCOUNT_MODERATE, &moderation_list_fields, LIMIT_READ,
     CACHE_NEVER, ANSWER_LIST, &Q_MODERATION_PEOPLE, .page = suspended_page},
    {GET, "/moderation/people/{slug}", person_show, N_("A person as moderators deal with them"), ON_BOTH, ACCOUNT_MODERATE, NULL,
     LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_PERSON, .page = person_page},
    {POST, "/moderation/people/{slug}/suspension", person_suspend, N_("Keep a person out, for a while or for good; what is theirs stays"),
     ON_BOTH, ACCOUNT_MODERATE, &suspension_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_PERSON, .page = person_page},
    {DELETE, "/moderation/people/{slug}/suspension", person_unsuspend, N_("Let a person in again"), ON_BOTH, ACCOUNT_MODERATE, NULL,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_PERSON, .page = person_page},
    {GET, "/moderation/audit", audit_list, N_("Who did what with a power that others do not have, latest first"), ON_BOTH,
     SCHEMATIC_MODERATE, &audit_fields, LIMIT_READ, CACHE_NEVER, ANSWER_LIST, &Q_AUDIT_PAGE, .page = audit_list_page},
    {GET, "/reports/new", report_begin, N_("The page to report something"), ON_PAGE, ANYONE, &report_about_fields, LIMIT_READ,
     CACHE_NEVER, ANSWER_NONE, .page = report_page},
    {POST, "/reports", report_create, N_("Tell the moderators what is wrong with a subject, a comment or a person"), ON_BOTH, ANYONE,
     &report_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_REPORT_ONE, .status = CREATED, .page = report_page},
    {GET, "/schematics/{id}/review", review_show, N_("How one's build stands with the moderators, and its place in their queue"), ON_BOTH,
     SIGNED_IN, NULL, LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_STATE, .page = review_page, .room = ROOM_SCHEMATIC},
    {POST, "/schematics/{id}/review", review_again, N_("Hand a build in again that was refused"), ON_BOTH, SIGNED_IN, &review_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_STATE, .status = CREATED, .page = review_page, .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/{id}/review", review_withdraw, N_("Take a build out of the moderators' queue; it is not shown then"), ON_BOTH,
     SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_STATE, .page = review_page, .room = ROOM_SCHEMATIC},
    {POST, "/schematics/{id}/takedown", build_take_down, N_("Take a build down: only its owner and moderators see it then"), ON_BOTH,
     SCHEMATIC_MODERATE, &takedown_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_STATE, .page = review_page,
     .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/{id}/takedown", build_restore, N_("Bring a build back that was taken down"), ON_BOTH, SCHEMATIC_MODERATE, NULL,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MODERATION_STATE, .page = review_page, .room = ROOM_SCHEMATIC},
};

const struct route_table moderation_routes = {routes, sizeof routes / sizeof *routes, N_("Moderation and reports")};
