import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFolder } from '../state/state-folder.js';
import { isSignedBy, publicKeyFromRaw } from '../wire/index.js';
import { deviceKey } from './device-identity.js';
import { hardwareFacts, hardwareId } from './hardware-id.js';

const state = () => new StateFolder(join(mkdtempSync(join(tmpdir(), 'latchkey-identity-')), 'state')).prepare();

describe('R16 the identity of a device', () => {
  it('is made once and kept where only its own account can read it', () => {
    const folder = state();
    const first = deviceKey(folder);
    expect(deviceKey(folder).publicKey).toBe(first.publicKey);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(statSync(folder.file('device-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('signs what its public key verifies', () => {
    const key = deviceKey(state());
    expect(isSignedBy(publicKeyFromRaw(key.publicKey)!, 'a challenge', key.sign('a challenge'))).toBe(true);
    expect(isSignedBy(publicKeyFromRaw(key.publicKey)!, 'another', key.sign('a challenge'))).toBe(false);
  });

  it('closes a folder and a key that somebody opened', () => {
    const folder = state();
    deviceKey(folder);
    chmodSync(folder.path, 0o755);
    chmodSync(folder.file('device-key.pem'), 0o644);
    deviceKey(folder.prepare());
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(statSync(folder.file('device-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('is not replaced where its file is damaged: that would be another device', () => {
    const folder = state();
    writeFileSync(folder.file('device-key.pem'), 'damaged');
    expect(() => deviceKey(folder)).toThrow();
  });
});

describe('the hardware id', () => {
  it('is a salted SHA-256 of the facts, and so tells none of them', () => {
    // printf 'latchkey-hardware-id\n3d1219c7' | sha256sum
    expect(hardwareId(['3d1219c7'])).toBe('29a9b9924dc85087b8832dc153c4092fbf3b1f7604309989d6b669580366ecae');
    expect(hardwareId(['a'])).not.toBe(hardwareId(['b']));
  });

  it('can be overridden, so that several devices can live on one host', () => {
    expect(hardwareFacts({ LATCHKEY_AGENT_HARDWARE_ID: 'front desk' })).toEqual(['front desk']);
  });

  it('is the same at every look', () => {
    expect(hardwareId(hardwareFacts({}))).toBe(hardwareId(hardwareFacts({})));
  });
});
