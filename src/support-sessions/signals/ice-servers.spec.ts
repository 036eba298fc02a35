import { createHmac } from 'node:crypto';
import { iceServers } from './ice-servers.js';

describe('the servers by which browsers find each other', () => {
  it('are none where none is configured', () => {
    expect(iceServers(null, 'somebody', new Date(0))).toEqual([]);
  });

  it('are given with a credential that coturn can check, and that ends after eight hours', () => {
    const [server] = iceServers({ urls: ['turn:turn.example.org:3478'], secret: 'a secret of sixteen' }, 'somebody', new Date('2026-11-26T00:00:00Z'));
    const [expiry, who] = server!.username.split(':');
    expect([new Date(Number(expiry) * 1000).toISOString(), who]).toEqual(['2026-11-26T08:00:00.000Z', 'somebody']);
    expect(server!.credential).toBe(createHmac('sha1', 'a secret of sixteen').update(server!.username).digest('base64'));
  });
});
