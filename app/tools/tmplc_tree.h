/* What a template means: made by the parser, read by the emitter. Everything lives in one arena. */
#ifndef CURIO_TOOLS_TMPLC_TREE_H
#define CURIO_TOOLS_TMPLC_TREE_H

#include "tools/contract_parse.h"

/* Beyond the types of SQL. */
enum value_kind { KIND_MARKUP = TYPE_COUNT, KIND_FORM, KIND_CONDITION };

struct value_type_of {
    int kind; /* enum value_type or enum value_kind */
    bool nullable, list;
    const struct declared *shape; /* for TYPE_SHAPE */
};

/* A name in scope: an argument, or what a loop runs over. */
struct variable {
    struct str name;
    struct value_type_of type;
    bool argument, used;
    struct variable *outer; /* declared before */
};

enum expression_kind {
    EXPRESSION_TEXT,
    EXPRESSION_NUMBER,
    EXPRESSION_PATH,
    EXPRESSION_CALL,
    EXPRESSION_NOT,
    EXPRESSION_AND,
    EXPRESSION_OR,
    EXPRESSION_COMPARE
};

enum { PATH_STEPS = 8, CALL_ARGUMENTS = 12, MESSAGE_ARGUMENTS = 8 };

struct expression {
    enum expression_kind kind;
    struct value_type_of type;
    size_t at, end;                     /* in the source */
    struct str text;                    /* a literal's content */
    int64_t number;
    const struct variable *variable;    /* of a path, and its columns */
    const struct declared_member *steps[PATH_STEPS];
    size_t step_count;
    const struct builtin *builtin;      /* of a call */
    const struct expression *arguments[CALL_ARGUMENTS];
    size_t argument_count;
    const struct expression *left, *right;
    char comparison[3];                 /* == != < > */
    bool known;                         /* stands where a condition has shown that it is not null */
};

/* The place in HTML where a value is written. */
enum place { PLACE_TEXT, PLACE_RCDATA, PLACE_ATTRIBUTE, PLACE_URL, PLACE_URL_PART };

struct placeholder {
    struct str name;
    const struct expression *value;
};

struct message {
    struct str one, many; /* with {name}s; MANY absent without a count */
    const struct expression *count;
    struct placeholder placeholders[MESSAGE_ARGUMENTS];
    size_t placeholder_count;
};

enum node_kind { NODE_STATIC, NODE_VALUE, NODE_MESSAGE, NODE_IF, NODE_FOR, NODE_CALL, NODE_SLOT, NODE_FILL };

struct node {
    enum node_kind kind;
    size_t at;
    struct node *next;
    struct str text;                  /* STATIC: the HTML; SLOT and FILL: the name */
    enum place place;                 /* VALUE, MESSAGE */
    const struct expression *value;   /* VALUE; the condition of IF; the list of FOR */
    struct message *message;
    const struct variable *variable;  /* FOR */
    struct node *body, *otherwise;    /* IF, FOR; FILL's body. An elif is an IF inside otherwise. */
    const struct template *template;  /* CALL */
    const struct expression *arguments[CALL_ARGUMENTS];
    size_t argument_count;
};

struct template {
    struct source source;
    struct str name;
    struct variable *arguments[CALL_ARGUMENTS];
    size_t argument_count;
    size_t body_at;                   /* in the source, after the declaration */
    struct node *body;
    struct node *extends;             /* a CALL of the extended template, or NULL */
    struct node *fills[CALL_ARGUMENTS];
    size_t fill_count;
    struct str slots[CALL_ARGUMENTS]; /* that it has */
    size_t slot_count;
    bool needs_memory;                /* a builtin in it wants an arena */
};

struct template_list {
    struct template *at;
    size_t count;
};

const struct template *template_find(const struct template_list *, struct str name);

#endif
