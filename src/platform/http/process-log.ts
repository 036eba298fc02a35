import pino, { type Logger } from 'pino';

/**
 * Standard error, which is gone when the launcher is. A write that fails then must not keep the process: the library's own
 * destination tries a broken pipe again for ever while it is flushed at the end.
 */
const toStandardError = { write: (line: string): void => void process.stderr.write(line) };
process.stderr.on('error', () => undefined);

/** The log of a process: JSON lines on standard error, secrets struck out. */
export function processLog(name: string, level = process.env['LATCHKEY_LOG_LEVEL'] ?? 'info'): Logger {
  return pino(
    {
      name,
      level,
      redact: {
        paths: [
          'req.headers.cookie',
          'req.headers.authorization',
          'res.headers["set-cookie"]',
          '*.password',
          '*.token',
          '*.ticket',
          '*.claimCode',
          '*.secret',
          'password',
          'token',
          'ticket',
          'claimCode',
          'secret',
        ],
        censor: '[redacted]',
      },
    },
    toStandardError,
  );
}
