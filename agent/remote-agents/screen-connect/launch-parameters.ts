import type { ClientConfiguration } from './configuration.js';

const SESSION = /[?&]s=([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})(?=&|$)/;
const PROPERTIES = 8;

/**
 * What a client is started with, and all that it knows: `?e=Access&y=Guest&h=…&p=…&s=<session>&k=…&t=…&c=…&c=…`. The session's id is made
 * on the device and is the only exact key between the device and its session at the server.
 */
export class LaunchParameters {
  private constructor(readonly query: string) {}

  /** From a command line or a file that holds them; undefined where there are none. */
  static in(text: string): LaunchParameters | undefined {
    const found = /\?[^"\s]*\by=Guest\b[^"\s]*/.exec(text)?.[0];
    return found === undefined ? undefined : new LaunchParameters(found);
  }

  /** Those of ours. What is there already keeps its session, its name and the properties that belong to others. */
  static of(configuration: ClientConfiguration, mark: string, before?: LaunchParameters, sessionId = before?.sessionId): LaunchParameters {
    const { relayHost, relayPort, serverKey, properties, markPlace } = configuration;
    const kept = before?.all('c') ?? [];
    const values = Array.from({ length: PROPERTIES }, (_, index) => (index + 1 === markPlace ? mark : (properties.get(index + 1) ?? kept[index] ?? '')));
    // Places count, so that only empty ones at the end may be left out.
    while (values.at(-1) === '') values.pop();
    const [name] = before?.all('t') ?? [];
    const pairs: [string, string][] = [
      ['e', 'Access'], ['y', 'Guest'], ['h', relayHost], ['p', relayPort],
      ...(sessionId ? [['s', sessionId] as [string, string]] : []),
      ['k', serverKey],
      ...(name ? [['t', name] as [string, string]] : []),
      ...values.map((value): [string, string] => ['c', value]),
    ];
    return new LaunchParameters(`?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`);
  }

  /** In lower case, as the server's answers have it; undefined before the client has made one. */
  get sessionId(): string | undefined {
    return SESSION.exec(this.query)?.[1]?.toLowerCase();
  }

  get relayHost(): string | undefined {
    return this.all('h')[0];
  }

  /** Whether a client that is started with these does what one does that is started with the others. */
  says(others: LaunchParameters): boolean {
    const pairs = (of: LaunchParameters) => [...new URLSearchParams(of.query)].map(([key, value]) => `${key}=${key === 's' ? value.toLowerCase() : value}`);
    // The order of different keys says nothing; that of the properties does.
    const sorted = (of: LaunchParameters) => pairs(of).filter((pair) => !pair.startsWith('c=')).sort();
    const properties = (of: LaunchParameters) => of.all('c').join('\0').replace(/\0+$/, '');
    return sorted(this).join('&') === sorted(others).join('&') && properties(this) === properties(others);
  }

  private all(key: string): string[] {
    return new URLSearchParams(this.query).getAll(key);
  }
}
