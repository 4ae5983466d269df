/* The languages that a site's programs speak to people. Each is a catalogue LOCALE_DIR/xx_YY/LC_MESSAGES/curio.mo; English needs none. */
#ifndef CURIO_CORE_LANGUAGE_H
#define CURIO_CORE_LANGUAGE_H

#include "core/config.h"

struct language {
    struct str tag;  /* BCP 47: da, pt-BR */
    struct str name; /* as those call it who speak it */
};

enum { LANGUAGES_MOST = 64 };

/* Opens what `languages` lists (every catalogue that is there, where it lists none), and speaks the site's own: from here on _() and
 * core/locale.h answer in it. printf's numbers keep C's shape. For the life of the program, or until the next call. */
void language_use(const struct config *);
/* 0 is the site's own, the others follow by tag. At least 1 after language_use. */
size_t language_count(void);
const struct language *language_at(size_t index);
/* From here on _() answers in this one. Costs nothing to speak of, and nothing at all where it is spoken already. */
void language_speak(size_t index);
size_t language_spoken(void);
/* To the one whose choice is kept as TAG; absent or not spoken here: in the site's own. */
void language_speak_to(struct str tag);
/* Whole tags, ignoring case. */
__attribute__((warn_unused_result)) bool language_find(struct str tag, size_t *index);
/* The best for an Accept-Language header (weights of RFC 9110, look-up of RFC 4647). False where it names none of ours. */
__attribute__((warn_unused_result)) bool language_negotiate(struct str accept, size_t *index);
/* What the operator's environment asks for (LANGUAGE, LC_ALL, LC_MESSAGES, LANG); English where it asks for nothing. */
void language_speak_to_operator(void);

#endif
