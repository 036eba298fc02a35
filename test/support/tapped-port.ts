import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/** A port of its own before another one of this machine: passes everything on, and keeps what comes back. */
export class TappedPort {
  private answered = '';

  private constructor(private readonly server: Server) {}

  static async before(port: number): Promise<TappedPort> {
    let tap: TappedPort | null = null;
    const server = createServer((client) => {
      const onward = connect(port, '127.0.0.1');
      onward.on('data', (chunk: Buffer) => {
        if (tap) tap.answered += chunk.toString('latin1');
      });
      for (const [one, other] of [[client, onward], [onward, client]] as const) {
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.once('close', () => other.destroy());
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (tap = new TappedPort(server));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Every JSON object of one line that came back and begins like this, in order. */
  objects(beginning: string): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = [];
    for (let at = this.answered.indexOf(beginning); at >= 0; at = this.answered.indexOf(beginning, at + 1)) found.push(objectAt(this.answered, at));
    return found;
  }

  close(): void {
    this.server.close();
  }
}

/** The object that begins here; braces within its strings do not count. */
function objectAt(text: string, from: number): Record<string, unknown> {
  let [depth, inText] = [0, false];
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (inText) {
      if (char === '\\') at++;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return JSON.parse(text.slice(from, at + 1)) as Record<string, unknown>;
  }
  throw new Error('an object did not come to its end');
}
