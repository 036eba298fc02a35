import { authFrame, DeviceKey } from '../../agent/wire/index.js';
import { answersChallenge, isSigned, newNonce, ownAddresses } from './challenge.js';

const key = DeviceKey.generate();
const answerAt = (url: string, nonce: string): string =>
  authFrame({ type: 'hello', nonce, serverTime: '' }, { deviceId: 'd', key, enrolledAt: new URL(url), agentVersion: '0.1.0', bootId: 'b' }, 0).signature;

describe('the challenge', () => {
  it.each([
    { publicUrl: 'https://desk.example', enrolledAt: 'https://desk.example/', counts: true },
    { publicUrl: 'https://desk.example', enrolledAt: 'https://desk.example:443', counts: true },
    { publicUrl: 'https://desk.example:8443', enrolledAt: 'https://desk.example', counts: false },
    { publicUrl: 'https://desk.example', enrolledAt: 'https://desk.example.evil.example', counts: false },
    { publicUrl: 'http://localhost:8080', enrolledAt: 'http://127.0.0.1:8080', counts: true },
    { publicUrl: 'http://localhost:8080', enrolledAt: 'http://[::1]:8080', counts: true },
    { publicUrl: 'http://localhost:8080', enrolledAt: 'http://localhost:8081', counts: false },
    { publicUrl: 'https://desk.example', enrolledAt: 'http://127.0.0.1:443', counts: false },
  ])('answered for $enrolledAt counts at $publicUrl: $counts', ({ publicUrl, enrolledAt, counts }) => {
    const nonce = newNonce();
    expect(answersChallenge(key.publicKey, nonce, answerAt(enrolledAt, nonce), ownAddresses(publicUrl))).toBe(counts);
  });

  it('is not answered by another nonce, another key, or half a signature', () => {
    const nonce = newNonce();
    const own = ownAddresses('https://desk.example');
    const signature = answerAt('https://desk.example', nonce);
    expect(answersChallenge(key.publicKey, newNonce(), signature, own)).toBe(false);
    expect(answersChallenge(DeviceKey.generate().publicKey, nonce, signature, own)).toBe(false);
    expect(answersChallenge(key.publicKey, nonce, signature.slice(0, 40), own)).toBe(false);
  });

  it('cannot be broken by a key that is none', () => {
    expect(isSigned('AAAA', 'text', Buffer.alloc(64))).toBe(false);
    expect(isSigned('', 'text', Buffer.alloc(0))).toBe(false);
  });

  it('has 256 bits and is another one each time', () => {
    expect(Buffer.from(newNonce(), 'base64url')).toHaveLength(32);
    expect(new Set(Array.from({ length: 100 }, newNonce)).size).toBe(100);
  });
});
