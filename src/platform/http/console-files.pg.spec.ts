import { get } from 'node:http';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the server', () => {
  let web: WebUnderTest;
  let visitor: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    visitor = new BrowserSession(web.url);
  });

  afterAll(() => web.close());

  describe('R10 protects its answers', () => {
    it.each([
      '/api/v1/auth/me',
      '/api/v1/nothing',
      '/livez',
      '/readyz',
      '/',
      '/devices/computers',
      '/assets/app.js',
      '/assets/missing.js',
    ])('%s', async (path) => {
      const { headers } = await visitor.raw(path === '/devices/computers' ? '/../../devices/computers' : path, {});
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    });

    it('and gives every page a nonce of its own', async () => {
      const pages = await Promise.all([visitor.raw('/', {}), visitor.raw('/', {})]);
      const nonces = await Promise.all(pages.map(async (page) => /nonce="([^"]+)"/.exec(await page.text())?.[1] ?? ''));
      expect(nonces[0]).not.toBe(nonces[1]);
      pages.forEach((page, index) =>
        expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonces[index]}'`),
      );
    });
  });

  describe('serves the console', () => {
    // fetch tidies paths up; an attacker would not.
    const rawGet = (path: string): Promise<{ status: number; type: string; text: string }> =>
      new Promise((resolve, reject) => {
        get(web.url + path, (response) => {
          let text = '';
          response.on('data', (part: Buffer) => (text += part.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
          );
        }).on('error', reject);
      });

    it('at every address that is nobody else’s', async () => {
      for (const path of ['/', '/devices', '/policies/01890000-0000-7000-8000-000000000000']) {
        expect(await rawGet(path)).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
      }
    });

    it('compressed to those who take it, as it is to all others', async () => {
      const answers = await Promise.all(['gzip', 'identity'].map((encoding) => visitor.raw('/assets/app.js', { headers: { 'accept-encoding': encoding } })));
      expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null]);
      expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['export {};', 'export {};']);
    });

    it.each(['/join', '/join/c2VjcmV0', '/join?from=mail'])('but %s is the guest’s page, which may compute in a worker and post no form', async (path) => {
      const { headers } = await visitor.raw(path, {});
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("worker-src 'self'");
      expect(policy).toContain("form-action 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types guest-worker");
      expect(policy).not.toMatch(/unsafe-|data:/);
      expect(Object.fromEntries(['x-robots-tag', 'referrer-policy', 'cache-control'].map((name) => [name, headers.get(name)]))).toEqual({
        'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
      });
    });

    it('and of its scripts the help widget alone to pages of other origins', async () => {
      const [widget, own] = await Promise.all(['/help.js', '/assets/app.js'].map((path) => visitor.raw(path, {})));
      expect([widget, own].map((answer) => [answer!.headers.get('cross-origin-resource-policy'), answer!.headers.get('access-control-allow-origin')])).toEqual([['cross-origin', '*'], ['same-origin', null]]);
    });

    it.each(['/api', '/api/v2/users', '/agent/v1/nothing', '/launch', '/assets/none.js', '/%61pi/v1/nothing'])(
      'but not at %s',
      async (path) => {
        expect(await rawGet(path)).toMatchObject({ status: 404 });
      },
    );

    it.each([
      '/../package.json',
      '/assets/../../package.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2fpackage.json',
      '/.env',
    ])('and nothing beside it: %s', async (path) => {
      const { text } = await rawGet(path);
      expect(text).not.toMatch(/root:|"dependencies"/);
    });
  });
});
