import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Keeps the id from being compared with what others derive from the same facts. */
const SALT = 'latchkey-hardware-id';

/** SHA-256 over facts that outlive a reinstalled agent, in hex; the facts themselves never leave the device. */
export function hardwareId(facts: readonly string[]): string {
  return createHash('sha256')
    .update([SALT, ...facts].join('\n'))
    .digest('hex');
}

/**
 * The stable facts of this device. `LATCHKEY_AGENT_HARDWARE_ID` replaces them, so that several agents on one host can
 * be several devices. Throws where the system tells nothing to go by.
 */
export function hardwareFacts(environment: NodeJS.ProcessEnv = process.env): string[] {
  const override = environment['LATCHKEY_AGENT_HARDWARE_ID'];
  if (override) return [override];
  const facts = (readers[process.platform] ?? [])
    .map((read) => read().trim().toLowerCase())
    .filter((fact) => fact !== '' && !MEANINGLESS.has(fact));
  if (facts.length > 0) return facts;
  throw new Error('this system has no stable identifier; set LATCHKEY_AGENT_HARDWARE_ID');
}

/** What careless firmware answers. */
const MEANINGLESS: ReadonlySet<string> = new Set([
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '03000200-0400-0500-0006-000700080009',
  'uninitialized',
]);

const readers: Partial<Record<NodeJS.Platform, (() => string)[]>> = {
  linux: [() => contentOf('/etc/machine-id'), () => contentOf('/sys/class/dmi/id/product_uuid')],
  darwin: [
    () =>
      /"IOPlatformUUID" = "([^"]+)"/.exec(outputOf('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']))?.[1] ??
      '',
  ],
  win32: [
    () =>
      /MachineGuid\s+REG_SZ\s+(\S+)/.exec(
        outputOf('reg.exe', ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid', '/reg:64']),
      )?.[1] ?? '',
  ],
};

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function outputOf(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
