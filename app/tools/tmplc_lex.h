/* Words of the template language: what stands inside {{ }}, {% %} and the braces of a message. */
#ifndef CURIO_TOOLS_TMPLC_LEX_H
#define CURIO_TOOLS_TMPLC_LEX_H

#include "tools/source.h"

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_MARK, TOKEN_BAD };

struct token {
    enum token_kind kind;
    size_t at, end;  /* in the source */
    struct str text; /* as written; of TOKEN_TEXT what stands between the quotes */
};

/* Reads on in SOURCE. PEEKED is the next token. */
struct cursor {
    const struct source *source;
    struct mistakes *mistakes;
    size_t at, end; /* nothing at END or after it is read */
    struct token next;
};

void cursor_open(struct cursor *, const struct source *, struct mistakes *, size_t at, size_t end);
struct token cursor_take(struct cursor *);
bool cursor_is(const struct cursor *, const char *text); /* the next token is the name or mark TEXT */
bool cursor_accept(struct cursor *, const char *text);
bool cursor_expect(struct cursor *, const char *text);   /* or a mistake */

enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_TAG, PIECE_MESSAGE, PIECE_COMMENT };

/* A stretch of a template: plain HTML, or one bracketed piece, whose insides are FROM..UNTIL. */
struct piece {
    enum piece_kind kind;
    size_t at, from, until, end;
};

/* The piece that begins at AT; false at the end, or after a mistake, when a bracket is never closed. */
bool piece_at(const struct source *, struct mistakes *, size_t at, struct piece *out);

#endif
