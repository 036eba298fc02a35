import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SETTINGS = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

/** Has connections take the proxy that Windows names for its user, unless the environment names one already. What is a script (PAC) is not followed. */
export function useProxyOfWindows(): void {
  if (process.platform !== 'win32' || ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => process.env[name])) return;
  let text: string;
  try {
    const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
    text = execFileSync(program, ['query', SETTINGS], { encoding: 'utf8', timeout: 3_000, windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return;
  }
  const { proxy, exceptions } = proxySettings(text);
  if (proxy === null) return;
  Object.assign(process.env, { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: process.env['NO_PROXY'] ?? exceptions });
}

/** Reads what `reg query` prints. */
export function proxySettings(text: string): { readonly proxy: string | null; readonly exceptions: string } {
  const value = (name: string) => new RegExp(`^\\s+${name}\\s+REG_\\w+\\s+(.+?)\\s*$`, 'm').exec(text)?.[1];
  const server = value('ProxyServer');
  if (server === undefined || Number(value('ProxyEnable') ?? 0) !== 1) return { proxy: null, exceptions: '' };
  // Either one for everything, or one for each protocol.
  const entries = server.split(';').map((entry) => entry.split('='));
  const chosen = entries.find(([scheme, address]) => address === undefined || scheme === 'https')?.at(-1);
  const exceptions = (value('ProxyOverride') ?? '').split(';').filter((entry) => entry !== '' && entry !== '<local>');
  if (chosen === undefined || chosen === '') return { proxy: null, exceptions: '' };
  return { proxy: /^\w+:\/\//.test(chosen) ? chosen : `http://${chosen}`, exceptions: ['localhost', '127.0.0.1', ...exceptions].join(',') };
}
