import fc from 'fast-check';
import {
  type Comparison,
  completeDeviceFilter,
  type DeviceFilter,
  DeviceFilterError,
  FILTER_KEYS,
  type FilterTerm,
  type FilterUse,
  type FilterValue,
  parseDeviceFilter,
  printDeviceFilter,
  tryDeviceFilter,
} from './device-filter.js';

/** What a filter says, without where it says it. */
const meaning = ({ terms }: DeviceFilter) => terms.map(({ span: _, ...term }) => term);
const read = (text: string, use: FilterUse = 'search') => meaning(parseDeviceFilter(text, use));
const text = (pattern: string[], exactly = false): FilterValue => ({ is: 'text', pattern, exactly });
const key = (name: string, ...values: FilterValue[]) => ({ kind: 'key', not: false, key: name, values });

describe('a device filter', () => {
  it('tells words from keys, and keeps quoted text together', () => {
    expect(read('front  site:"High Street" OS:Linux "till two"')).toEqual([
      { kind: 'word', not: false, pattern: ['front'] },
      key('site', text(['High Street'])),
      key('os', { is: 'choice', choice: 'linux' }),
      { kind: 'word', not: false, pattern: ['till two'] },
    ]);
  });

  it.each([
    ['os:windows,linux', key('os', { is: 'choice', choice: 'windows' }, { is: 'choice', choice: 'linux' })],
    ['os:ubuntu', key('os', text(['ubuntu']))],
    ['-tag:vip', { ...key('tag', text(['vip'], true)), not: true }],
    ['site:="High Street"', key('site', text(['High Street'], true))],
    ['site:a,"b,c"', key('site', text(['a']), text(['b,c']))],
    ['name:SRV-*', key('name', text(['SRV-', ''], true))],
    ['name:"SRV \\*\\"**x"', key('name', text(['SRV *"', 'x'], true))],
    ['user:ACME\\anna', key('user', text(['ACME\\anna']))],
    ['version:>=10.0.19045', key('version', { is: 'version', comparison: '>=', version: '10.0.19045' })],
    ['version:24.04', key('version', { is: 'version', comparison: 'begins', version: '24.04' })],
    ['seen:>30d', key('seen', { is: 'age', comparison: '>', count: 30, unit: 'd' })],
    ['status:READY_OFFLINE', key('status', { is: 'choice', choice: 'ready-offline' })],
    ['-10:30', { kind: 'word', not: true, pattern: ['10:30'] }],
    ['-', { kind: 'word', not: false, pattern: ['-'] }],
  ])('reads %s', (written, term) => {
    expect(read(written)).toEqual([term]);
  });

  it('takes a quote that was not closed yet to the end while somebody searches', () => {
    expect(read('site:"High Str')).toEqual([key('site', text(['High Str']))]);
  });

  it.each([
    ['till colour:red', 5, 11, 'known-key'],
    ['till tag:', 9, 9, 'missing'],
    ['tag:a,,b', 6, 6, 'missing'],
    ['name:"a"b', 8, 9, 'quotes'],
    ['arch:x64,mips', 9, 13, 'known-value'],
    ['is:on*', 3, 6, 'known-value'],
    ['version:>=ten', 8, 13, 'version'],
    ['seen:30d', 5, 8, 'comparison'],
    ['seen:>soon', 5, 10, 'age'],
    ['tag:<vip', 4, 8, 'comparison'],
    ['a\0b', 1, 2, 'characters'],
    ['\ud800', 0, 1, 'characters'],
    ['x'.repeat(1001), 1000, 1001, 'length'],
  ])('refuses %j at %i to %i', (written, from, to, rule) => {
    expect(tryDeviceFilter(written, 'search')).toMatchObject({ name: 'DeviceFilterError', span: { from, to }, rule });
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['os:windows till', 'kept-fact'],
    ['os:windows seen:>30d', 'kept-fact'],
    ['is:online', 'kept-fact'],
    ['in:Servers', 'kept-fact'],
    ['site:"High Str', 'quotes'],
  ])('of a group refuses %j, which a search takes', (written, rule) => {
    expect(tryDeviceFilter(written, 'group')).toMatchObject({ rule });
    expect(tryDeviceFilter(written, 'search')).not.toBeInstanceOf(DeviceFilterError);
  });

  it('of a group may depend on every fact that is kept', () => {
    const kept = FILTER_KEYS.filter(({ inGroups }) => inGroups).map((each) => each.key);
    expect(kept).toEqual(['os', 'version', 'type', 'arch', 'tag', 'name', 'client', 'site']);
    expect(read('os:windows version:11 type:server arch:x64 tag:a name:b client:c site:d', 'group')).toHaveLength(8);
  });
});

describe('any filter', () => {
  const piece = fc.string({ unit: fc.constantFrom(...'ab*\\",<>=- :é'), maxLength: 6 });
  const pattern = fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }))
    .map(([pieces]) => pieces.filter((each, at) => each !== '' || at === 0 || at === pieces.length - 1))
    .filter((pieces) => pieces.length > 1 || pieces[0]!.trim() !== '');
  const textValue = (kind: string): fc.Arbitrary<FilterValue> =>
    fc.tuple(pattern, fc.boolean()).map(([pieces, exactly]) => ({
      is: 'text',
      pattern: pieces,
      exactly: kind === 'label' || exactly || pieces.length > 1,
    }));
  const valueOf = ({ kind, suggestions }: (typeof FILTER_KEYS)[number]): fc.Arbitrary<FilterValue> => {
    if (kind === 'choice')
      return fc.constantFrom(...suggestions).map(({ value: choice }) => ({ is: 'choice', choice }));
    if (kind === 'version') {
      return fc
        .tuple(fc.constantFrom('begins', '<', '<=', '>', '>=', '='), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }))
        .map(([comparison, segments]) => ({
          is: 'version',
          comparison: comparison as Comparison,
          version: segments.map((n) => n % 1e9).join('.'),
        }));
    }
    if (kind === 'age') {
      return fc
        .tuple(fc.constantFrom('<', '<=', '>', '>='), fc.nat(99_999), fc.constantFrom('m', 'h', 'd', 'w'))
        .map(([comparison, count, unit]) => ({ is: 'age', comparison, count, unit }));
    }
    return textValue(kind);
  };
  const span = { from: 0, to: 0 };
  const word: fc.Arbitrary<FilterTerm> = fc.record({
    kind: fc.constant('word' as const),
    not: fc.boolean(),
    pattern,
    span: fc.constant(span),
  });
  const keyed: fc.Arbitrary<FilterTerm> = fc.constantFrom(...FILTER_KEYS).chain((definition) =>
    fc.record({
      kind: fc.constant('key' as const),
      not: fc.boolean(),
      key: fc.constant(definition.key),
      values: fc.array(valueOf(definition), { minLength: 1, maxLength: 3 }),
      span: fc.constant(span),
    }),
  );
  const filter: fc.Arbitrary<DeviceFilter> = fc.record({ terms: fc.array(fc.oneof(word, keyed), { maxLength: 5 }) });
  /** Texts that look like filters more often than chance would have it. */
  const almost = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...FILTER_KEYS.map((each) => `${each.key}:`),
          '-',
          '"',
          ',',
          ' ',
          '*',
          '>=',
          '\\',
          '10.0',
          'windows',
        ),
        fc.string({ maxLength: 4 }),
      ),
    )
    .map((parts) => parts.join(''));
  const anything = fc.oneof(almost, fc.string({ unit: 'binary', maxLength: 40 }));

  it('reads as what was printed', () => {
    fc.assert(
      fc.property(filter, (one) => {
        expect(read(printDeviceFilter(one))).toEqual(meaning(one));
      }),
      { numRuns: 2000 },
    );
  });

  it('is printed the same again, and means the same, however it was written', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom<FilterUse>('group', 'search'), (written, use) => {
        const parsed = tryDeviceFilter(written, use);
        if (parsed instanceof DeviceFilterError) return;
        const printed = printDeviceFilter(parsed);
        expect(read(printed, use)).toEqual(meaning(parsed));
        expect(printDeviceFilter(parseDeviceFilter(printed, use))).toBe(printed);
      }),
      { numRuns: 4000 },
    );
  });

  it('is refused only by the error of the grammar, which points into the text', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom<FilterUse>('group', 'search'), (written, use) => {
        const parsed = tryDeviceFilter(written, use);
        if (!(parsed instanceof DeviceFilterError)) return;
        expect(parsed.span.from).toBeLessThanOrEqual(parsed.span.to);
        expect(parsed.span.to).toBeLessThanOrEqual(written.length);
        expect(parsed.message).not.toBe('');
      }),
      { numRuns: 4000 },
    );
  });

  it('says the opposite of each of its terms with a minus before it', () => {
    fc.assert(
      fc.property(fc.oneof(word, keyed), (term) => {
        const [plain, minus] = [
          printDeviceFilter({ terms: [{ ...term, not: false }] }),
          printDeviceFilter({ terms: [{ ...term, not: true }] }),
        ];
        expect(minus).toBe(`-${plain}`);
        const [opposite, ...none] = read(`-${plain}`);
        expect(none).toEqual([]);
        expect(opposite).toEqual({ ...read(plain)[0], not: true });
      }),
    );
  });

  it('has its terms where it says they are', () => {
    fc.assert(
      fc.property(filter, (one) => {
        const printed = printDeviceFilter(one);
        const { terms } = parseDeviceFilter(printed, 'search');
        expect(terms.map((term) => printed.slice(term.span.from, term.span.to)).join(' ')).toBe(printed);
      }),
    );
  });

  it('can be completed wherever the cursor stands', () => {
    fc.assert(
      fc.property(anything, fc.nat(), (written, cursor) => {
        const { span: at, options } = completeDeviceFilter(written, cursor % (written.length + 1), 'search', () => [
          'High Street',
          'a"b',
        ]);
        expect(at.from).toBeLessThanOrEqual(at.to);
        expect(at.to).toBeLessThanOrEqual(written.length);
        return options.every((option) => option.text !== '');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('completing a filter', () => {
  const offered = (written: string, use: FilterUse = 'search', known: string[] = []) => {
    const { span, options } = completeDeviceFilter(written, written.length, use, () => known);
    return { replaced: written.slice(span.from, span.to), options: options.map((option) => option.text) };
  };

  it('offers the keys that begin like the word', () => {
    expect(offered('till s')).toEqual({ replaced: 's', options: ['site:', 'status:', 'seen:'] });
    expect(offered('till s', 'group')).toEqual({ replaced: 's', options: ['site:'] });
    expect(offered('-t')).toEqual({ replaced: 't', options: ['type:', 'tag:'] });
    expect(offered('').options).toHaveLength(FILTER_KEYS.length);
  });

  it('offers the values of a key, one after the other', () => {
    expect(offered('arch:')).toEqual({ replaced: '', options: ['x64', 'arm64', 'x86', 'arm'] });
    expect(offered('arch:x64,ar')).toEqual({ replaced: 'ar', options: ['arm64', 'arm'] });
  });

  it('offers what only the installation knows, in quotes where that is needed', () => {
    expect(offered('site:"high', 'group', ['High Street', 'Harbour'])).toEqual({
      replaced: '"high',
      options: ['"High Street"'],
    });
  });

  it('never offers what would be refused', () => {
    const names = ['High Street', 'a"b', '=c', '*', 'd,e\\'];
    const refused = FILTER_KEYS.flatMap(({ key: name, kind, suggestions }) => [
      ...suggestions.map(({ value }) => `${name}:${value}`),
      ...(kind === 'text' || kind === 'label'
        ? offered(`${name}:`, 'search', names).options.map((value) => `${name}:${value}`)
        : []),
    ]).filter((written) => tryDeviceFilter(written, 'search') instanceof DeviceFilterError);
    expect(refused).toEqual([]);
  });
});
