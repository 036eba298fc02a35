import pino, { type Logger } from 'pino';

/** The log of a process: JSON lines on standard error, secrets struck out. */
export function processLog(name: string): Logger {
  return pino(
    {
      name,
      level: 'info',
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
    pino.destination(2),
  );
}
