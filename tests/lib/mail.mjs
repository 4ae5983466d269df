// A mail server that keeps what it is given.
import { SMTPServer } from 'smtp-server';
import { waitFor } from './stack.mjs';

const quotedPrintable = (text) => Buffer.from(
  text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString();

const words = (text) => text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, data) =>
  kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64').toString() : quotedPrintable(data.replace(/_/g, ' ')));

function parse(raw) {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const headers = Object.fromEntries(text.slice(0, end).replace(/\r\n[ \t]+/g, ' ').split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), words(line.slice(line.indexOf(':') + 1).trim())]));
  const body = text.slice(end + 4);
  const decode = {
    'quoted-printable': quotedPrintable,
    base64: (data) => Buffer.from(data, 'base64').toString(),
  }[headers['content-transfer-encoding']?.toLowerCase()] ?? ((data) => Buffer.from(data, 'latin1').toString());
  return { headers, subject: headers.subject, text: decode(body) };
}

/** { url, messages, next(predicate), close }: messages are { from, to, headers, subject, text }, oldest first. */
export async function startMail() {
  const messages = [];
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true, logger: false,
    onData(stream, session, done) {
      const parts = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        messages.push({ from: mailFrom.address, to: rcptTo.map(({ address }) => address), ...parse(Buffer.concat(parts)) });
        done();
      });
    },
  });
  await new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${server.server.address().port}`,
    messages,
    next: (wanted = () => true, options) => waitFor(() => messages.find(wanted), { what: 'a mail', ...options }),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
