/** A refusal to start, with one sentence per variable that is wrong. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(problems.map(({ variable, sentence }) => `${variable}: ${sentence}`).join('\n'));
    this.name = 'ConfigurationError';
  }
}

export interface ConfigurationProblem {
  readonly variable: string;
  readonly sentence: string;
}

/** Reads environment variables by type and collects everything that is wrong, so that an operator sees it all at once. */
export class EnvironmentReader {
  readonly problems: ConfigurationProblem[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  /** The text of a variable, null when it is unset or empty. */
  text(variable: string): string | null {
    const value = this.env[variable]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** A TCP port; 0 stands for any free one. */
  port(variable: string, preset: number): number {
    const text = this.text(variable);
    if (text === null) return preset;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    this.refuse(variable, `"${text}" is not a port between 0 and 65535.`);
    return preset;
  }

  /** `off` or `on`. */
  isOn(variable: string, preset: boolean): boolean {
    const text = this.text(variable);
    if (text === null) return preset;
    if (text === 'on' || text === 'off') return text === 'on';
    this.refuse(variable, `"${text}" is neither on nor off.`);
    return preset;
  }

  /** An http(s) address without path, as `https://access.example.org`; null when unset or wrong. */
  origin(variable: string): URL | null {
    const text = this.text(variable);
    if (text === null) return null;
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password) return url;
    this.refuse(variable, `"${text}" is not an address of the form https://access.example.org, without a path.`);
    return null;
  }

  refuse(variable: string, sentence: string): void {
    this.problems.push({ variable, sentence });
  }

  /** Throws `ConfigurationError` when anything was wrong. */
  finish(): void {
    if (this.problems.length > 0) throw new ConfigurationError(this.problems);
  }
}
