import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../platform/config/environment-reader.js';
import { readLauncherConfig } from '../platform/config/launcher-config.js';
import { judgeEngineVersion, refuseUnknownFloors } from './engine-floor-rule.js';

const PUBLIC = {
  LATCHKEY_HOST: '10.0.0.5',
  LATCHKEY_PUBLIC_URL: 'https://access.example.org',
  LATCHKEY_TRUSTED_PROXY: '10.0.0.2',
  LATCHKEY_ENGINE_URL: 'https://screens.example.org',
};

describe('R41 the version floor of the embedded engine', () => {
  it('lets a version with known holes serve this machine, with a warning', () => {
    expect(judgeEngineVersion(readLauncherConfig({}), '1.1.55')).toMatch(/1\.1\.55 has known holes/);
  });

  it('refuses to show a version with known holes to others', () => {
    expect(() => judgeEngineVersion(readLauncherConfig(PUBLIC), '1.1.55')).toThrow(ConfigurationError);
  });

  it.each([
    ['only the public address is reachable', { ...PUBLIC, LATCHKEY_HOST: '127.0.0.1' }],
    ['another version was accepted', { ...PUBLIC, LATCHKEY_ENGINE_ACCEPT_VULNERABLE: '1.1.54' }],
    ['something else than a version was accepted', { ...PUBLIC, LATCHKEY_ENGINE_ACCEPT_VULNERABLE: 'yes' }],
  ])('refuses it too when %s', (_when, env) => {
    expect(() => judgeEngineVersion(readLauncherConfig(env), '1.1.55')).toThrow(/LATCHKEY_ENGINE_ACCEPT_VULNERABLE/);
  });

  it('lets exactly the accepted version through, with a warning', () => {
    expect(judgeEngineVersion(readLauncherConfig({ ...PUBLIC, LATCHKEY_ENGINE_ACCEPT_VULNERABLE: '1.1.55' }), '1.1.55')).toMatch(/accepts them/);
  });

  it.each(['1.3.1', '1.3.10', '2.0.0'])('has nothing against %s', (version) => {
    expect(judgeEngineVersion(readLauncherConfig(PUBLIC), version)).toBeNull();
  });

  describe('with a list that somebody keeps in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-floors-'));
    const file = join(folder, 'floors.json');
    const config = (text: string) => {
      writeFileSync(file, text);
      return readLauncherConfig({ ...PUBLIC, LATCHKEY_FLOORS_FILE: file });
    };
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('is raised', () => {
      const raised = config('{"mesh-central": "1.4.0", "screen-connect": "26.2"}');
      refuseUnknownFloors(raised);
      expect(() => judgeEngineVersion(raised, '1.3.1')).toThrow(/1\.3\.1 is older than 1\.4\.0/);
      expect(judgeEngineVersion(raised, '1.4.0')).toBeNull();
    });

    it('is lowered by none', () => {
      expect(() => judgeEngineVersion(config('{"mesh-central": "1.0.0"}'), '1.3.0')).toThrow(/older than 1\.3\.1/);
    });

    it.each(['', 'null', '[]', '{"mesh-central": 2}', '{"mesh-central": "latest"}', '{"mesh-central": "1"}', '{"__proto__": "1.2.3"}', `{"mesh-central": "1.${'2'.repeat(20_000)}"}`])('refuses %.40s', (text) => {
      expect(() => config(text)).toThrow(ConfigurationError);
    });

    it('refuses a file that is not there, and a provider that nobody knows', () => {
      expect(() => readLauncherConfig({ LATCHKEY_FLOORS_FILE: join(folder, 'nowhere.json') })).toThrow(/LATCHKEY_FLOORS_FILE|cannot be read/);
      expect(() => refuseUnknownFloors(config('{"meshcentral": "1.4.0"}'))).toThrow(ConfigurationError);
    });
  });

  it('takes a version that nobody can read for an old one', () => {
    expect(() => judgeEngineVersion(readLauncherConfig(PUBLIC), 'latest')).toThrow(ConfigurationError);
  });
});
