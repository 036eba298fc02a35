import {
  API_CODES,
  catalogueEntry,
  ERROR_CATALOGUE,
  FAMILIES,
  PHASES,
  problemOf,
  RETRIES,
  WHO,
} from './error-catalogue.js';

/** The released codes, by family: this list may grow, and nothing may ever leave it. */
const RELEASED = {
  POL: '01 02 03 04 05',
  ELG: '01 02 03 04 05 06 07 08',
  INS: '01 02 03 04 05 06 07 08 09 10 11 12 13 14',
  NET: '01 02 03 04 05 06 07 08 09',
  PKG: '01 02 03 04 05',
  MSI: '01 02 03 04 05 06 07 08 09 10 11 12 13 14 99',
  OSX: '01 02 03 04',
  LNX: '01 02 03 04 05 06 07',
  SEC: '01 02 03 04 05 06',
  AGT: '01 02 03 04 05 06 07 08 09 10 11 12',
  CFG: '01 02 03 04 05',
  UPD: '01 02 03 04',
  DSP: '01 02 03 04 05 06',
  SYS: '01 02 03 04',
  RMV: '01 02 03 04 05 06 07',
  LCH: '01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18',
  GST: '01 02 03 04 05 06 07 08 09',
};

const RELEASED_PHASES = [
  'NOT_TARGETED',
  'EXCLUDED',
  'NOT_APPLICABLE',
  'BLOCKED',
  'SCHEDULED',
  'QUEUED',
  'WAITING_FOR_DEVICE',
  'DISPATCHED',
  'DOWNLOADING',
  'INSTALLING',
  'REGISTERING',
  'CONFIGURING',
  'VERIFYING',
  'READY',
  'READY_OFFLINE',
  'REBOOT_PENDING',
  'UPDATING',
  'OUTDATED',
  'DRIFTED',
  'REPAIRING',
  'RETRY_WAIT',
  'FAILED',
  'PAUSED',
  'REMOVAL_SCHEDULED',
  'REMOVAL_WAITING',
  'REMOVING',
  'REMOVAL_FAILED',
  'REMOVED',
  'ORPHANED',
  'UNKNOWN',
];

describe('the error catalogue', () => {
  const codes: readonly string[] = ERROR_CATALOGUE.map((entry) => entry.code);

  it('keeps every released code, and has none that was not released', () => {
    const released = Object.entries(RELEASED).flatMap(([family, numbers]) =>
      numbers.split(' ').map((number) => `RA-${family}-${number}`),
    );
    expect([...codes].sort()).toEqual(released.sort());
  });

  it('gives no code twice', () => {
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(ERROR_CATALOGUE)('describes $code completely', (entry) => {
    expect(entry.code).toMatch(/^RA-[A-Z]{3}-[0-9]{2}$/);
    expect(entry.code.split('-')[1]).toBe(entry.family);
    expect(Object.keys(FAMILIES)).toContain(entry.family);
    expect(entry.title).toMatch(/^\S.{4,}[^.\s]$/);
    for (const sentence of [entry.cause, entry.remedy]) expect(sentence).toMatch(/^([A-Z]|macOS )[^\n]{18,}\.$/);
    expect(entry.retryNote ?? 'A sentence.').toMatch(/\.$/);
    expect(Object.keys(RETRIES)).toContain(entry.retry);
    for (const who of entry.who) expect(Object.keys(WHO)).toContain(who);
    for (const code of entry.related ?? []) expect(catalogueEntry(code)?.code).toBe(code);
  });

  it('never leaves a failure to nobody', () => {
    const nobodys = ERROR_CATALOGUE.filter(({ who }) => who.length === 0).map(({ code }) => code);
    expect(nobodys).toEqual(['RA-RMV-07', 'RA-GST-02', 'RA-GST-08']);
  });

  it('reads one Windows Installer exit code in one way only, and success as none', () => {
    const exits = ERROR_CATALOGUE.flatMap(({ exitCodes }) => exitCodes ?? []);
    expect(new Set(exits).size).toBe(exits.length);
    for (const success of [0, 1641, 3010]) expect(exits).not.toContain(success);
  });

  it('does not know a code that does not exist', () => {
    expect(catalogueEntry('RA-POL-77')).toBeNull();
    expect(catalogueEntry('constructor')).toBeNull();
  });
});

describe('the phases', () => {
  it('are exactly the released ones', () => {
    expect(PHASES.map(({ code }) => code)).toEqual(RELEASED_PHASES);
  });

  it.each(PHASES)('say what $code means and what ends it', ({ label, meaning, leavesBy }) => {
    expect(label).not.toMatch(/pending/i);
    for (const sentence of [meaning, leavesBy]) expect(sentence).toMatch(/^[A-Z][^\n]{5,}\.$/);
  });
});

describe('the answer to a refused request', () => {
  it.each([
    ['API-AUTH-01', 401],
    ['API-AUTH-02', 401],
    ['API-AUTH-03', 403],
    ['API-CSRF-01', 403],
    ['API-RIGHT-01', 403],
    ['API-SCOPE-01', 403],
    ['API-NOTFOUND-01', 404],
    ['API-INPUT-01', 400],
    ['API-INPUT-02', 400],
    ['API-INPUT-03', 400],
    ['API-INPUT-04', 415],
    ['API-INPUT-05', 413],
    ['API-CONFLICT-01', 409],
    ['API-CONFLICT-02', 409],
    ['API-CONFLICT-03', 409],
    ['API-ETAG-01', 428],
    ['API-ETAG-02', 412],
    ['API-IDEM-01', 422],
    ['API-PLAN-01', 428],
    ['API-PLAN-02', 409],
    ['API-ENROL-01', 401],
    ['API-RATE-01', 429],
    ['API-UNAVAILABLE-01', 503],
    ['API-BUG-01', 500],
    ['RA-LCH-02', 403],
    ['RA-INS-01', 503],
  ])('to %s is %i', (code, status) => {
    expect(problemOf(code)).toMatchObject({ status, title: expect.stringMatching(/\S/) });
  });

  it('knows no further API code', () => {
    expect(Object.keys(API_CODES)).toHaveLength(24);
  });

  it('is 403 where a device’s own cause refuses a launch, and none for a code that does not exist', () => {
    expect(problemOf('RA-AGT-04')).toMatchObject({ status: 403 });
    expect(problemOf('API-NEVER-01')).toBeNull();
    expect(problemOf('toString')).toBeNull();
  });
});
