import { artifactOrigin, gatewayAddress, hostPort, serverAddress, UnsafeAddress } from './index.js';

describe('the address of a server', () => {
  it.each([
    ['https://latchkey.example', 'latchkey.example:443'],
    ['https://latchkey.example:8443/', 'latchkey.example:8443'],
    ['https://LATCHKEY.example', 'latchkey.example:443'],
    ['http://localhost:8080', 'localhost:8080'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://127.9.9.9', '127.9.9.9:80'],
    ['http://[::1]:8080', '[::1]:8080'],
  ])('%s is signed as %s', (text, signed) => {
    expect(hostPort(serverAddress(text))).toBe(signed);
  });

  it.each([
    'http://latchkey.example',
    'http://192.168.1.10:8080',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0:8080',
    'https://name:word@latchkey.example',
    'ftp://latchkey.example',
    'latchkey.example',
    '',
  ])('%s is refused', (text) => {
    expect(() => serverAddress(text)).toThrow(UnsafeAddress);
  });
});

describe('the address of a gateway', () => {
  it.each([
    ['wss://latchkey.example/agent/v1/connect', 'https://latchkey.example'],
    ['ws://127.0.0.1:8080/agent/v1/connect', 'http://127.0.0.1:8080'],
  ])('%s serves artifacts from %s', (text, origin) => {
    expect(artifactOrigin(gatewayAddress(text))).toBe(origin);
  });

  it.each(['ws://latchkey.example/agent/v1/connect', 'https://latchkey.example/'])('%s is refused', (text) => {
    expect(() => gatewayAddress(text)).toThrow(UnsafeAddress);
  });
});
