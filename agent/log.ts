/** What the agent says of its work, one JSON object a line, for whoever looks after it. Secrets never come here. */
export interface Log {
  note(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Something that must not happen did. */
  error(message: string, error: unknown): void;
}

export function logTo(stream: NodeJS.WritableStream): Log {
  const line = (level: string, message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
  return {
    note: (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    error: (message, error) =>
      line('error', message, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  };
}
