/** The filter grammar of section 8.1: comparisons, IN, LIKE with wildcards at the ends, AND OR NOT, arithmetic, six functions. */

type Value = string | number | boolean;
export type Row = Readonly<Record<string, Value>>;
type Expression = (row: Row) => Value;

const TOKEN = /\s*(?:('(?:[^']|'')*')|#([^#]*)#|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<>|<=|>=|[=<>(),+\-*/%]))/y;
const SESSION_TYPES = ['Support', 'Meeting', 'Access'];

/** Says what a filter keeps; throws for an expression that the server would answer with an error. */
export function filterOf(text: string): (row: Row) => boolean {
  const parser = new Parser(tokensOf(text));
  const expression = parser.disjunction();
  if (!parser.ended) throw new Error(`Syntax error: unexpected '${parser.peek()}'.`);
  return (row) => expression(row) === true;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (!found) throw new Error('Syntax error: the expression cannot be read.');
    tokens.push(found[2] === undefined ? found[0].trim() : `'${found[2]}'`);
  }
  if (tokens.length === 0) throw new Error('The filter is empty.');
  return tokens;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get ended(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(): string {
    return this.tokens[this.at] ?? '';
  }

  disjunction(): Expression {
    let left = this.conjunction();
    while (this.took('OR')) {
      const [a, b] = [left, this.conjunction()];
      left = (row) => a(row) === true || b(row) === true;
    }
    return left;
  }

  private conjunction(): Expression {
    let left = this.negation();
    while (this.took('AND')) {
      const [a, b] = [left, this.negation()];
      left = (row) => a(row) === true && b(row) === true;
    }
    return left;
  }

  private negation(): Expression {
    if (!this.took('NOT')) return this.comparison();
    const denied = this.negation();
    return (row) => denied(row) !== true;
  }

  private comparison(): Expression {
    const left = this.sum();
    if (this.took('LIKE')) return like(left, this.sum());
    if (this.took('IN')) {
      const values = this.list();
      return (row) => values.some((value) => compare(left(row), value(row)) === 0);
    }
    for (const [operator, holds] of Object.entries(COMPARISONS))
      if (this.took(operator)) {
        const right = this.sum();
        return (row) => holds(compare(left(row), right(row)));
      }
    return left;
  }

  private sum(): Expression {
    let left = this.product();
    for (;;) {
      if (this.took('+')) {
        const [a, b] = [left, this.product()];
        left = (row) => (typeof a(row) === 'number' ? Number(a(row)) + Number(b(row)) : `${a(row)}${b(row)}`);
      } else if (this.took('-')) left = arithmetic(left, this.product(), (a, b) => a - b);
      else return left;
    }
  }

  private product(): Expression {
    let left = this.single();
    for (;;) {
      if (this.took('*')) left = arithmetic(left, this.single(), (a, b) => a * b);
      else if (this.took('/')) left = arithmetic(left, this.single(), (a, b) => a / b);
      else if (this.took('%')) left = arithmetic(left, this.single(), (a, b) => a % b);
      else return left;
    }
  }

  private single(): Expression {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('Syntax error: the expression ends too early.');
    if (token === '(') {
      const inner = this.disjunction();
      this.need(')');
      return inner;
    }
    if (token.startsWith("'")) return () => token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return () => Number(token);
    if (/^(true|false)$/i.test(token)) return () => token.toLowerCase() === 'true';
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`Syntax error: unexpected '${token}'.`);
    if (this.peek() === '(') return call(token.toUpperCase(), this.list());
    return (row) => {
      if (!(token in row)) throw new Error(`Cannot find column [${token}].`);
      return row[token]!;
    };
  }

  private list(): Expression[] {
    this.need('(');
    const values = [this.disjunction()];
    while (this.took(',')) values.push(this.disjunction());
    this.need(')');
    return values;
  }

  private took(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private need(word: string): void {
    if (!this.took(word)) throw new Error(`Syntax error: '${word}' is missing.`);
  }
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
};

/** Text without regard to case; a session type is known by its number and by its name. */
function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'string' && SESSION_TYPES.includes(b)) return a - SESSION_TYPES.indexOf(b);
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  const [left, right] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function like(subject: Expression, pattern: Expression): Expression {
  return (row) => {
    const wanted = String(pattern(row)).toLowerCase();
    const [, open, core, close] = /^([*%]?)([^]*?)([*%]?)$/.exec(wanted)!;
    if (/[*%]/.test(core!)) throw new Error(`The pattern '${wanted}' is not valid.`);
    const text = String(subject(row)).toLowerCase();
    if (open && close) return text.includes(core!);
    if (open) return text.endsWith(core!);
    return close ? text.startsWith(core!) : text === core;
  };
}

function arithmetic(a: Expression, b: Expression, act: (a: number, b: number) => number): Expression {
  return (row) => act(Number(a(row)), Number(b(row)));
}

function call(name: string, values: readonly Expression[]): Expression {
  const [first, second, third] = values as [Expression, Expression, Expression];
  switch (name) {
    case 'LEN':
      return (row) => String(first(row)).length;
    case 'TRIM':
      return (row) => String(first(row)).trim();
    case 'IIF':
      return (row) => (first(row) === true ? second(row) : third(row));
    // Missing values are empty text, never NULL.
    case 'ISNULL':
      return (row) => first(row);
    case 'SUBSTRING':
      return (row) => String(first(row)).substr(Number(second(row)) - 1, Number(third(row)));
    case 'CONVERT':
      return (row) => (/int|double|decimal/i.test(String(second(row))) ? Number(first(row)) : String(first(row)));
    default:
      throw new Error(`The expression contains undefined function call ${name}().`);
  }
}
