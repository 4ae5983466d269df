#include "web/problem_types.h"

#include <string.h>

#include "core/text.h"

const struct problem_type problem_types[] = {
    {"account-closed", N_("Account closed"), N_("Its person closed the account, and it will be erased. Until then signing in with bring_back has it back.")},
    {"account-suspended", N_("Account suspended"), N_("The account may not sign in. Ask those who run the site.")},
    {"blocked", N_("Blocked"), N_("One person blocks the other, so that this can't reach them.")},
    {"changed-meanwhile", N_("Changed meanwhile"),
     N_("If-Match, or the version that was looked at, is an older state. Look at what is there now, then do it again.")},
    {"checksum-mismatch", N_("Checksum mismatch"), N_("A piece of a file is not what Upload-Checksum says. Nothing of it was kept.")},
    {"collection-full", N_("Collection full"), N_("A person, or a collection, has as many of these as fit: most says how many.")},
    {"conflict", N_("Conflict"), N_("Somebody changed the same thing at the same moment. Repeat the request.")},
    {"cross-site-request", N_("Sent from another site"),
     N_("A form came from another site, or without the token of its page. Load the page again and send it from there.")},
    {"database-away", N_("Database away"), N_("The site can't reach its records. Repeat after Retry-After.")},
    {"date-not-rated", N_("Not a date to rate"),
     N_("reason is a word that stays the same: never-was, not-yet, cancelled or too-late.")},
    {"decided-already", N_("Decided already"), N_("Somebody was faster: decision says how, decided_by who.")},
    {"duplicate-schematic", N_("File shared already"), N_("The same bytes are there: id, slug, title and link name the build.")},
    {"email-taken", N_("Address taken"), N_("There is an account with this address. Sign in, or ask for a new password.")},
    {"idempotency-key-in-use", N_("Idempotency-Key in use"),
     N_("The first request with this key is not done yet. Repeat it a little later and get its answer.")},
    {"idempotency-key-malformed", N_("Idempotency-Key malformed"), N_("A key is 1 to 255 printable ASCII characters.")},
    {"idempotency-key-reused", N_("Idempotency-Key reused"),
     N_("The key came before with another request. Take a new key for each new thing to do.")},
    {"images-waiting", N_("Pictures waiting"), N_("A person has handed in as many pictures as they may within a day and not used them: most says how many.")},
    {"invalid-form", N_("Fields need another look"), N_("All that is wrong is in errors, each with field, code and message.")},
    {"invalid-token", N_("Token not valid"),
     N_("The token has expired, was ended, or is none of this site's. Renew it with the refresh token, or sign in.")},
    {"last-administrator", N_("Last administrator"), N_("Somebody has to look after the site. Make somebody else an administrator first.")},
    {"last-version", N_("Only version"), N_("A build has at least one version: delete the build, or add another version first.")},
    {"link-used-up", N_("Link used up"), N_("A link for a new password works once, and only for a short while. Ask for another.")},
    {"looks-alike", N_("Here already, it seems"),
     N_("What is entered looks like what is here: path leads there. Send alike as enter where it is another one.")},
    {"malformed-address", N_("Address can't be read"), N_("The path or query holds something that no address may hold.")},
    {"malformed-body", N_("Body can't be read"),
     N_("The body is not what its Content-Type says. For JSON, offset and reason tell where reading stopped.")},
    {"not-changed", N_("Not changed"), N_("There is nothing to take back: it is as it was when a moderator knew it.")},
    {"not-clean", N_("Not downloadable"), N_("A file is served once it is scanned and found clean; scan says how far that is.")},
    {"not-convertible", N_("Not convertible"), N_("The format can't hold this build; reason says why. The original is there in any case.")},
    {"not-ready", N_("Not made yet"), N_("It is being made from the file. Repeat after Retry-After.")},
    {"not-refused", N_("Not refused"), N_("Only what was refused or taken down is handed in again.")},
    {"not-suspended", N_("Not suspended"), N_("The person can sign in as it is.")},
    {"not-hidden", N_("Not hidden"), N_("It is shown as it is.")},
    {"not-taken-down", N_("Not taken down"), N_("There is nothing to bring back.")},
    {"not-waiting", N_("Not waiting"), N_("The build does not wait for a moderator.")},
    {"own-account", N_("Own account"), N_("Nobody follows or blocks themselves.")},
    {"own-subject", N_("One's own"), N_("Nobody reports, rates or decides about what is their own.")},
    {"picture-refused", N_("Not a picture to show"), N_("The file is none of the pictures that are taken; reason is a word that stays the same.")},
    {"picture-state", N_("Not with this picture"), N_("The picture is not in the state in which that can be done: it was published, hidden or deleted meanwhile.")},
    {"pictures-full", N_("Enough pictures"), N_("A build has as many pictures as it may: most says how many. Delete one first.")},
    {"quota-exceeded", N_("Storage used up"), N_("The file does not fit into the account's quota; used and quota are bytes.")},
    {"rated-already", N_("Rated already"), N_("One rating a person and date: rating is its id. Change that one.")},
    {"rate-limited", N_("Too many requests"), N_("Wait as long as Retry-After says. RateLimit tells what is left on every answer.")},
    {"reading-busy", N_("Readers busy"), N_("The build takes long to read, and others are being read. Repeat after Retry-After.")},
    {"receipt-refused", N_("Receipt refused"), N_("The receipt of a picture is not one that works here: reason says false, old, used, or boxes for places outside the picture.")},
    {"reported-already", N_("Reported already"), N_("One open report a person and subject: a moderator will look at it.")},
    {"schematic-refused", N_("Not a build"), N_("The file was read up to offset and refused there; reason is a word that stays the same.")},
    {"storage-full", N_("Storage full"), N_("The site's disk is full. Nothing was saved.")},
    {"too-large", N_("Too large"), N_("The body is larger than limit, in bytes.")},
    {"too-many-links", N_("Too many links"), N_("A build has as many open links as it may have: most says how many.")},
    {"too-many-reports", N_("Too many reports"), N_("Reports of somebody who is not signed in; as many of one address wait for a moderator already.")},
    {"too-many-tries", N_("Too many tries"), N_("That was tried too often. Wait as long as Retry-After says.")},
    {"too-many-uploads", N_("Too many files on their way"), N_("A person has at most so many at once: most says how many. Finish or delete one.")},
    {"tus-version", N_("Other version of tus"), N_("Tus-Resumable names a version that is not spoken here; Tus-Version has those that are.")},
    {"upload-unfinished", N_("Upload not finished"), N_("Some of the file is missing: received of length bytes are here.")},
    {"waiting-already", N_("Waiting already"), N_("The build waits for a moderator.")},
    {"wrong-credentials", N_("Not signed in"), N_("The address or the password is not right; which of them stays unsaid.")},
    {"wrong-offset", N_("Other offset"), N_("Upload-Offset is not where the file ends so far; offset is.")},
};
const size_t problem_type_count = sizeof problem_types / sizeof *problem_types;

const struct problem_type *problem_type_named(const char *name)
{
    for (size_t i = 0; i < problem_type_count; i++)
        if (strcmp(problem_types[i].name, name) == 0)
            return &problem_types[i];
    return NULL;
}
