import { randomUUID } from 'node:crypto';
import { DeviceKey, judgeInstruction, publicKeyFromRaw, signedText, verifyInstruction, type Fences } from './index.js';

const NOON = new Date('2026-05-04T12:00:00.000Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000).toISOString();
const FRONT_DESK = '6f1c1f5e-0d9b-4a53-9d27-3a0f5a6f0b11';
const server = DeviceKey.generate();
const stranger = DeviceKey.generate();
const keys = new Map([['core-1', publicKeyFromRaw(server.publicKey)!]]);
const fences: Fences = { deviceId: FRONT_DESK, lastSeq: 6, generations: new Map([['mesh-central', 3n]]) };

type Fields = Record<string, unknown>;

const order = (): Fields => ({
  type: 'instruction',
  id: randomUUID(),
  seq: 7,
  deviceId: FRONT_DESK,
  generation: '3',
  kind: 'install-remote-agent',
  params: {
    provider: 'mesh-central',
    installer: {
      url: `/agent/v1/artifacts/${'a'.repeat(64)}`,
      sha256: 'a'.repeat(64),
      size: 3_749_328,
      format: 'executable',
      arguments: [],
    },
    configuration: { meshName: 'Harbour Clinic', meshServer: 'wss://localhost:8443/x/ra/agent.ashx' },
    proof: { number: 1, mark: 'lk1.x' },
    settings: { selfHeal: true, autoUpdate: true, trayIcon: false },
    settingsHash: 'b'.repeat(64),
  },
  issuedAt: later(0),
  notBefore: later(0),
  expiresAt: later(10),
  keyId: 'core-1',
});

const signed = (fields: Fields, by = server): Fields => ({ ...fields, signature: by.sign(signedText(fields)) });

const unsigned = ({ signature: _, ...fields }: Fields): Fields => fields;
const installerOf = (frame: Fields) => (frame['params'] as { installer: Fields }).installer;

function withParam(frame: Fields, name: string, value: unknown): Fields {
  return { ...frame, params: { ...(frame['params'] as Fields), [name]: value } };
}

function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes[40]! ^= 1;
  return bytes.toString('base64url');
}

/** Whether an agent would do it, and if not, why. */
function outcome(frame: Fields): string {
  const instruction = verifyInstruction(frame as never, keys);
  if (!instruction) return 'dropped';
  const verdict = judgeInstruction(instruction, fences, NOON);
  return 'obey' in verdict ? 'obeyed' : verdict.refuse.errorCode;
}

describe('R21 an endpoint agent', () => {
  it('obeys what its server signed', () => {
    expect(outcome(signed(order()))).toBe('obeyed');
  });

  it('does not mind a field of tomorrow, as long as it is signed', () => {
    expect(outcome(signed({ ...order(), priority: 'high' }))).toBe('obeyed');
  });

  /** Changes after the signature: none may get through. */
  const forged: [string, (frame: Fields) => Fields][] = [
    ['another id', (frame) => ({ ...frame, id: randomUUID() })],
    ['a higher seq', (frame) => ({ ...frame, seq: 8 })],
    ['another device', (frame) => ({ ...frame, deviceId: randomUUID() })],
    ['a newer generation', (frame) => ({ ...frame, generation: '4' })],
    ['another kind with the same params', (frame) => ({ ...frame, kind: 'update-remote-agent' })],
    ['a removal made of an installation', (frame) => ({ ...frame, kind: 'remove-remote-agent' })],
    ['a later expiry', (frame) => ({ ...frame, expiresAt: later(60) })],
    ['an earlier notBefore', (frame) => ({ ...frame, notBefore: later(-60) })],
    ['a later issuedAt', (frame) => ({ ...frame, issuedAt: later(1) })],
    ['another hash', (frame) => withParam(frame, 'installer', { ...installerOf(frame), sha256: 'c'.repeat(64) })],
    [
      'another url',
      (frame) => withParam(frame, 'installer', { ...installerOf(frame), url: `/agent/v1/artifacts/${'c'.repeat(64)}` }),
    ],
    ['another size', (frame) => withParam(frame, 'installer', { ...installerOf(frame), size: 1 })],
    ['another format', (frame) => withParam(frame, 'installer', { ...installerOf(frame), format: 'msi' })],
    ['an added argument', (frame) => withParam(frame, 'installer', { ...installerOf(frame), arguments: ['silent'] })],
    [
      'another server for the remote agent',
      (frame) => withParam(frame, 'configuration', { meshServer: 'wss://evil.example/' }),
    ],
    ['an added configuration key', (frame) => withParam(frame, 'configuration', { meshName: 'x', extra: 'y' })],
    ['another mark', (frame) => withParam(frame, 'proof', { number: 1, mark: 'lk1.y' })],
    ['another proof number', (frame) => withParam(frame, 'proof', { number: 2, mark: 'lk1.x' })],
    [
      'settings switched',
      (frame) => withParam(frame, 'settings', { selfHeal: false, autoUpdate: true, trayIcon: false }),
    ],
    ['another provider', (frame) => withParam(frame, 'provider', 'screen-connect')],
    ['params taken away', (frame) => ({ ...frame, params: {} })],
    ['params that are null', (frame) => ({ ...frame, params: null })],
    ['a field added', (frame) => ({ ...frame, force: true })],
    ['a field with a null added', (frame) => ({ ...frame, force: null })],
    ['a field taken away', ({ notBefore: _, ...frame }) => frame],
    ['another type', (frame) => ({ ...frame, type: 'order' })],
    ['no signature', ({ signature: _, ...frame }) => frame],
    ['an empty signature', (frame) => ({ ...frame, signature: '' })],
    ['a signature of zeros', (frame) => ({ ...frame, signature: 'A'.repeat(86) })],
    ['a signature with one bit flipped', (frame) => ({ ...frame, signature: flipped(frame['signature'] as string) })],
    ['a signature with padding', (frame) => ({ ...frame, signature: `${frame['signature'] as string}==` })],
    ['a signature with white space', (frame) => ({ ...frame, signature: ` ${frame['signature'] as string}` })],
    [
      'a signature twice over',
      (frame) => ({ ...frame, signature: `${frame['signature'] as string}${frame['signature'] as string}` }),
    ],
    ['a signature that is a number', (frame) => ({ ...frame, signature: 7 })],
    ['a signature of another instruction', (frame) => ({ ...frame, signature: signed(order())['signature'] })],
    ['a stranger’s signature', (frame) => signed(unsigned(frame), stranger)],
    ['a key id nobody knows', (frame) => signed({ ...unsigned(frame), keyId: 'core-2' })],
    ['a key id of the prototype', (frame) => signed({ ...unsigned(frame), keyId: 'constructor' })],
    ['no key id', (frame) => signed({ ...unsigned(frame), keyId: undefined })],
    [
      'a signature over JSON that is not canonical',
      (frame) => ({ ...frame, signature: server.sign(JSON.stringify(unsigned(frame))) }),
    ],
  ];
  it.each(forged)('drops %s', (_, forge) => {
    expect(outcome(forge(signed(order())))).toBe('dropped');
  });

  /** Correctly signed, and still not to be obeyed: the server is told why. */
  const refused: [string, Fields, string][] = [
    ['for another device', { deviceId: randomUUID() }, 'RA-SYS-03'],
    ['with a seq already seen', { seq: 6 }, 'RA-SYS-03'],
    ['with a seq long gone', { seq: 1 }, 'RA-SYS-03'],
    ['of an older generation', { generation: '2' }, 'RA-SYS-03'],
    ['that has expired', { expiresAt: later(-1) }, 'RA-DSP-03'],
    ['that expires now', { expiresAt: later(0) }, 'RA-DSP-03'],
    ['that is not to be begun yet', { notBefore: later(1) }, 'RA-DSP-06'],
    ['of a kind that does not exist', { kind: 'run-shell-command' }, 'RA-ELG-04'],
    ['of a kind of the prototype', { kind: 'toString' }, 'RA-ELG-04'],
    ['without params', { params: null }, 'RA-ELG-04'],
    [
      'with an installer from elsewhere',
      withParam(order(), 'installer', { ...installerOf(order()), url: 'https://evil.example/x' }),
      'RA-ELG-04',
    ],
    [
      'with a path out of the artifacts',
      withParam(order(), 'installer', { ...installerOf(order()), url: '/agent/v1/artifacts/../x' }),
      'RA-ELG-04',
    ],
    [
      'with a format it does not know',
      withParam(order(), 'installer', { ...installerOf(order()), format: 'sh' }),
      'RA-ELG-04',
    ],
    [
      'with an argument that is not on the list',
      withParam(order(), 'installer', { ...installerOf(order()), arguments: ['; reboot'] }),
      'RA-ELG-04',
    ],
    ['with a negative size', withParam(order(), 'installer', { ...installerOf(order()), size: -1 }), 'RA-ELG-04'],
    ['with a mark of two lines', withParam(order(), 'proof', { number: 1, mark: 'a\nb' }), 'RA-ELG-04'],
    [
      'with a switch that is a word',
      withParam(order(), 'settings', { selfHeal: 'yes', autoUpdate: true, trayIcon: false }),
      'RA-ELG-04',
    ],
  ];
  it.each(refused)('refuses one %s', (_, change, code) => {
    expect(outcome(signed({ ...order(), ...change }))).toBe(code);
  });

  /** Correctly signed, but no instruction of this protocol. */
  it.each([
    ['an id that is a path', { id: '../../etc/passwd' }],
    ['a seq of zero', { seq: 0 }],
    ['a seq that is no integer', { seq: 7.5 }],
    ['a seq past the exact integers', { seq: 2 ** 53 }],
    ['a seq that is a text', { seq: '7' }],
    ['a negative generation', { generation: '-1' }],
    ['a generation that is a number', { generation: 3 }],
    ['a generation past 64 bits', { generation: '9'.repeat(20) }],
    ['an expiry that is no time', { expiresAt: 'never' }],
  ])('drops %s even when signed', (_, change) => {
    expect(outcome(signed({ ...order(), ...change }))).toBe('dropped');
  });

  it('drops what is nested too deep to be put in canonical form', () => {
    const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(outcome({ ...signed(order()), params: nest(30_000) })).toBe('dropped');
  });
});
