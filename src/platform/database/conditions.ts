/** A WHERE clause in the making: conditions with `?` placeholders and their values, joined by AND; empty means `true`. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  and(sql: string, ...values: readonly unknown[]): this {
    const waiting = [...values];
    const expected = sql.split('?').length - 1;
    if (expected !== waiting.length) throw new TypeError(`${expected} placeholders, ${waiting.length} values: ${sql}`);
    this.parts.push(sql.replaceAll('?', () => this.bind(waiting.shift())));
    return this;
  }

  /** Adds the condition unless the value is undefined: the usual case of an optional filter. */
  andIf(value: unknown, sql: string): this {
    return value === undefined ? this : this.and(sql, value);
  }

  /** Every word of what somebody typed is found somewhere in these texts; nothing typed asks for nothing. */
  search(typed: string | undefined, ...texts: readonly string[]): this {
    const words = typed?.split(/\s+/).filter(Boolean) ?? [];
    const text = texts.length === 1 ? texts[0]! : `(${texts.join(` || ' ' || `)})`;
    return words.reduce<this>((where, word) => where.and(`${text} ILIKE ?`, anywhere(word)), this);
  }

  /** Reserves a placeholder for a value and returns its name. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get sql(): string {
    return this.parts.length === 0 ? 'true' : this.parts.map((part) => `(${part})`).join(' AND ');
  }

  /** A copy to which more can be added without changing this one. */
  fork(): Conditions {
    const copy = new Conditions();
    copy.values.push(...this.values);
    copy.parts.push(...this.parts);
    return copy;
  }
}

/** A LIKE pattern that finds the text anywhere, its own wildcards taken literally. */
export function anywhere(text: string): string {
  return `%${literally(text)}%`;
}

/** A text as part of a LIKE pattern, its own wildcards taken literally. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
