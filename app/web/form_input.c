#include "web/form_input.h"

#include <string.h>
#include <unistd.h>

bool form_inputs_add(struct form_inputs *inputs, const struct form_input *input)
{
    if (inputs->count == FORM_INPUTS_MAX)
        return false;
    if (inputs->count == inputs->capacity) {
        size_t capacity = inputs->capacity == 0 ? 16 : inputs->capacity * 2;
        struct form_input *grown = arena_array(inputs->arena, capacity, sizeof *grown);
        if (inputs->count > 0)
            memcpy(grown, inputs->at, inputs->count * sizeof *grown);
        inputs->at = grown;
        inputs->capacity = capacity;
    }
    inputs->at[inputs->count++] = *input;
    return true;
}

struct str form_inputs_text(const struct form_inputs *inputs, struct str name)
{
    for (size_t i = 0; i < inputs->count; i++)
        if (inputs->at[i].kind == INPUT_TEXT && str_eq(inputs->at[i].name, name))
            return inputs->at[i].value;
    return STR_NULL;
}

static bool digest_file(struct sha256 *hash, const struct form_file *file)
{
    char chunk[16384];
    int64_t done = 0;
    while (done < file->size) {
        int64_t want = file->size - done < (int64_t)sizeof chunk ? file->size - done : (int64_t)sizeof chunk;
        ssize_t got = pread(file->descriptor, chunk, (size_t)want, file->offset + done);
        if (got <= 0)
            return false;
        sha256_add(hash, chunk, (size_t)got);
        done += got;
    }
    return true;
}

/* Each part goes in behind its length, so that no two inputs run together into the same bytes. */
static void digest_text(struct sha256 *hash, struct str text)
{
    uint64_t n = text.n;
    sha256_add(hash, &n, sizeof n);
    if (n > 0)
        sha256_add(hash, text.p, text.n);
}

bool form_digest(const struct form *form, const struct form_inputs *inputs, struct sha256_digest *out)
{
    struct sha256 *hash = sha256_new();
    bool readable = true;
    for (size_t f = 0; f < form->count; f++) {
        struct str name = str_of(form->fields[f].name);
        for (size_t i = 0; i < inputs->count; i++) {
            const struct form_input *input = &inputs->at[i];
            if (!str_eq(input->name, name))
                continue;
            digest_text(hash, name);
            digest_text(hash, input->kind == INPUT_FILE ? input->file.name : input->value);
            if (input->kind == INPUT_FILE)
                readable = digest_file(hash, &input->file) && readable;
        }
    }
    *out = sha256_finish(hash);
    return readable;
}
