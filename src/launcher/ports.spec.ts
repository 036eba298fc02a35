import { createServer, type AddressInfo } from 'node:net';
import { ConfigurationError } from '../platform/config/environment-reader.js';
import { claimPort } from './ports.js';

const wish = (port: number, host = '127.0.0.1', byPlainAccount = false) => ({ variable: 'LATCHKEY_PORT', host, port, byPlainAccount });

describe('claiming a port', () => {
  it('finds a free one when none is wished for', async () => {
    expect(await claimPort(wish(0))).toBeGreaterThan(1023);
  });

  it('waits for the listener of a killed predecessor', async () => {
    const predecessor = createServer();
    await new Promise<void>((resolve) => predecessor.listen(0, '127.0.0.1', resolve));
    const { port } = predecessor.address() as AddressInfo;
    setTimeout(() => predecessor.close(), 300);
    expect(await claimPort(wish(port))).toBe(port);
  });

  it('says which port of which variable somebody else has', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    await expect(claimPort(wish(port), 200)).rejects.toThrow(`LATCHKEY_PORT: port ${port} on 127.0.0.1 is taken by another program`);
    stranger.close();
  });

  it('refuses an address of another machine', async () => {
    await expect(claimPort(wish(0, '192.0.2.1'))).rejects.toThrow(/192\.0\.2\.1 is no address of this machine/);
  });

  it('refuses what the account of web may not open, although we may', async () => {
    await expect(claimPort(wish(1, '127.0.0.1', true))).rejects.toThrow(ConfigurationError);
  });
});
