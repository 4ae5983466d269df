#include "handlers/moderation/canned.h"

#include <assert.h>

#include "core/text.h"

const char *const canned_names[] = {"none", "not-yours", "duplicate", "harmful", "empty", "unclear", "offensive", NULL};

static const struct {
    const char *title, *words;
} canned[] = {
    {N_("In my own words only"), ""},
    {N_("Somebody else's work"),
     N_("This looks like somebody else's build. Please share what you made yourself, or say in the description who made it and under "
        "which licence you may pass it on.")},
    {N_("Here already"), N_("The same build is here already. A changed one is welcome as a new version of yours, with a word on what is new.")},
    {N_("Commands or spawners"),
     N_("There are commands or spawners in this build that could harm a server. Please take them out, or explain in the description what "
        "each of them does.")},
    {N_("Hardly anything in it"), N_("There is hardly anything in this file. Please check that you saved the right part of your world.")},
    {N_("Title or description unclear"), N_("Please give it a title and a description that tell others what it is.")},
    {N_("Offensive"), N_("This offends others, in what it shows or in how it is described. It can't stay here like this.")},
};
static_assert(sizeof canned / sizeof *canned + 1 == sizeof canned_names / sizeof *canned_names, "one name for each");

size_t canned_count(void)
{
    return sizeof canned / sizeof *canned;
}

struct str canned_title(size_t at)
{
    return str_of(_(canned[at].title));
}

struct str canned_words(size_t at)
{
    return canned[at].words[0] == '\0' ? STR("") : str_of(_(canned[at].words));
}

struct str canned_with(struct arena *arena, struct str name, struct str reason)
{
    struct str words = STR("");
    for (size_t i = 0; i < canned_count(); i++)
        if (str_eq(name, str_of(canned_names[i])))
            words = canned_words(i);
    reason = str_trim(reason);
    if (words.n == 0 || reason.n == 0)
        return words.n == 0 ? reason : words;
    return arena_printf(arena, STR_FMT "\n\n" STR_FMT, STR_ARG(words), STR_ARG(reason));
}
