#include "jobs/mail.h"

#include "core/base64.h"
#include "core/buf.h"
#include "core/utf8.h"

enum {
    MESSAGE_MAX = 1 << 20,
    LINE_MAX_BYTES = 76,  /* RFC 2045, 6.7 */
    WORD_MAX_BYTES = 39   /* of text in one encoded word: 64 characters with its frame, 73 behind "Subject: " */
};

bool mail_address_is_plain(struct str address)
{
    size_t ats = 0;
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == ',' || c == ';' || c == '"' || c == '\\' || c == '(' || c == ')')
            return false;
        ats += c == '@';
    }
    return ats == 1 && address.n >= 3 && address.n <= 254 && address.p[0] != '@' && address.p[address.n - 1] != '@';
}

static void add_encoded_word(struct buf *out, struct str text)
{
    char encoded[WORD_MAX_BYTES * 4 / 3 + 4];
    base64_write(BASE64_PADDED, text, encoded);
    buf_add(out, STR("=?utf-8?B?"));
    buf_add_bytes(out, encoded, base64_length(BASE64_PADDED, text.n));
    buf_add(out, STR("?="));
}

/* Always encoded: base64 has no line break and no sign that a header would give a meaning to. */
static void add_header_text(struct buf *out, struct str text)
{
    do {
        struct str word = utf8_truncate(text, WORD_MAX_BYTES);
        add_encoded_word(out, word);
        text = str_slice(text, word.n, text.n);
        if (text.n > 0)
            buf_add(out, STR("\r\n "));
    } while (text.n > 0);
}

static bool stays(unsigned char c)
{
    return (c >= '!' && c <= '~' && c != '=') || c == ' ';
}

/* Spaces that end a line are encoded, and so is a leading dot: no relay takes it for the end. */
static void add_line(struct buf *out, struct str line)
{
    size_t column = 0;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        bool plain = stays(c) && !(c == ' ' && i + 1 == line.n) && !(c == '.' && column == 0);
        size_t width = plain ? 1 : 3;
        if (column + width >= LINE_MAX_BYTES) {
            buf_add(out, STR("=\r\n"));
            column = 0;
            plain = plain && c != '.';
            width = plain ? 1 : 3;
        }
        if (plain)
            buf_add_char(out, (char)c);
        else
            buf_printf(out, "=%02X", c);
        column += width;
    }
    buf_add(out, STR("\r\n"));
}

static void add_body(struct buf *out, struct str text)
{
    struct str line, rest = text;
    bool more = text.n > 0;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        if (more || line.n > 0)
            add_line(out, line);
    }
}

static struct str host_of(struct str address)
{
    struct str local, host;
    str_cut(address, '@', &local, &host);
    return host;
}

/* "Sat, 21 Nov 2026 02:11:00 +0000": HTTP's date with mail's zone. */
static void add_date(struct buf *out, struct timestamp date)
{
    char text[TIMESTAMP_TEXT];
    struct str http = timestamp_http(date, text);
    buf_add(out, STR("Date: "));
    buf_add(out, str_slice(http, 0, http.n - 3));
    buf_add(out, STR("+0000\r\n"));
}

static void add_head(struct buf *out, const struct config *config, const struct mail *mail, struct uuid id, struct timestamp date)
{
    char text[UUID_TEXT];
    buf_add(out, STR("From: "));
    add_header_text(out, config->site_name);
    buf_printf(out, " <" STR_FMT ">\r\nTo: <" STR_FMT ">\r\n", STR_ARG(config->mail_from), STR_ARG(mail->to));
    buf_add(out, STR("Subject: "));
    add_header_text(out, mail->subject);
    buf_add(out, STR("\r\n"));
    add_date(out, date);
    struct str unique = uuid_text(id, text), host = host_of(config->mail_from);
    buf_printf(out, "Message-ID: <" STR_FMT "@" STR_FMT ">\r\n", STR_ARG(unique), STR_ARG(host));
    if (mail->unsubscribe.p != NULL)
        buf_printf(out, "List-Unsubscribe: <" STR_FMT ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                   STR_ARG(mail->unsubscribe));
    buf_add(out, STR("MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"));
}

static void add_part(struct buf *out, const char *type, struct str text)
{
    buf_printf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", type);
    add_body(out, text);
}

/* Plain text first: who can show both takes the last. Quoted-printable has no "=_", so no part can hold the boundary. */
static void add_parts(struct buf *out, const struct mail *mail, struct uuid id)
{
    char text[UUID_TEXT];
    struct str unique = uuid_text(id, text);
    if (mail->html.p == NULL) {
        add_part(out, "text/plain", mail->text);
        return;
    }
    buf_printf(out, "Content-Type: multipart/alternative; boundary=\"=_" STR_FMT "\"\r\n\r\n", STR_ARG(unique));
    buf_printf(out, "--=_" STR_FMT "\r\n", STR_ARG(unique));
    add_part(out, "text/plain", mail->text);
    buf_printf(out, "--=_" STR_FMT "\r\n", STR_ARG(unique));
    add_part(out, "text/html", mail->html);
    buf_printf(out, "--=_" STR_FMT "--\r\n", STR_ARG(unique));
}

/* An address that could end its header is none. */
static bool link_is_plain(struct str link)
{
    for (size_t i = 0; i < link.n; i++)
        if (link.p[i] <= ' ' || link.p[i] > '~' || link.p[i] == '<' || link.p[i] == '>')
            return false;
    return true;
}

struct str mail_message(struct arena *arena, const struct config *config, const struct mail *mail, struct uuid id,
                        struct timestamp date)
{
    struct buf message;
    if (!mail_address_is_plain(mail->to) || !mail_address_is_plain(config->mail_from) || !utf8_valid(mail->subject) ||
        !utf8_valid(mail->text) || !utf8_valid(mail->html) || !link_is_plain(mail->unsubscribe))
        return STR_NULL;
    buf_init(&message, MESSAGE_MAX);
    add_head(&message, config, mail, id, date);
    add_parts(&message, mail, id);
    struct str copy = message.failed ? STR_NULL : arena_str(arena, buf_str(&message));
    buf_free(&message);
    return copy;
}
