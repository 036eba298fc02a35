import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceType } from '../../contracts/agent-protocol.js';
import type { RunCommand } from '../system/run-command.js';

const DMI = '/sys/class/dmi/id';
let known: Promise<DeviceType> | undefined;

/** What kind of computer this is; asked once, since it does not change under a running system. `unknown` where nothing tells. */
export function deviceType(run: RunCommand): Promise<DeviceType> {
  known ??= ask(run).catch(() => 'unknown' as const);
  return known;
}

async function ask(run: RunCommand): Promise<DeviceType> {
  switch (process.platform) {
    case 'linux':
      return linuxType();
    case 'win32':
      return windowsType(
        (await Promise.all(WINDOWS_KEYS.map((key) => run('reg.exe', ['query', key]))))
          .map(({ output }) => output)
          .join('\n'),
      );
    case 'darwin':
      return macType((await run('/usr/sbin/sysctl', ['-n', 'hw.model', 'kern.hv_vmm_present'])).output);
    default:
      return 'unknown';
  }
}

/** From what the firmware says of itself and the processor's own flag for a hypervisor below it. */
export function linuxType(dmi = DMI, cpuinfo = '/proc/cpuinfo'): DeviceType {
  const maker = ['sys_vendor', 'product_name'].map((name) => contentOf(join(dmi, name))).join(' ');
  if (isVirtual(maker) || /^flags\s*:.*\bhypervisor\b/m.test(contentOf(cpuinfo))) return 'virtual';
  return typeOfChassis(Number(contentOf(join(dmi, 'chassis_type'))));
}

/** What the firmware said at start, and what kind of Windows this is. */
const WINDOWS_KEYS = [
  'HKLM\\HARDWARE\\DESCRIPTION\\System\\BIOS',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions',
];

/** From the values of `reg query`. A server's Windows makes a server of any chassis. */
export function windowsType(registry: string): DeviceType {
  const said = (name: string): string =>
    new RegExp(`^\\s*${name}\\s+REG_\\w+\\s+(.*)$`, 'm').exec(registry)?.[1]?.trim() ?? '';
  if (isVirtual(`${said('SystemManufacturer')} ${said('SystemProductName')}`)) return 'virtual';
  if (/^(ServerNT|LanmanNT)$/.test(said('ProductType'))) return 'server';
  return typeOfChassis(Number(said('EnclosureType') || NaN));
}

/** `hw.model`, then whether a hypervisor is below. Apple makes no other computers than these. */
export function macType(output: string): DeviceType {
  const [model = '', virtual = ''] = output.trim().split('\n');
  if (virtual.trim() === '1' || isVirtual(model)) return 'virtual';
  if (/book/i.test(model)) return 'laptop';
  return /^(mac|imac)/i.test(model) ? 'workstation' : 'unknown';
}

const HYPERVISORS =
  /vmware|virtualbox|innotek|qemu|kvm|xen|bochs|parallels|bhyve|virtual machine|openstack|amazon ec2|google compute|droplet/i;

function isVirtual(maker: string): boolean {
  return HYPERVISORS.test(maker);
}

/** Numbers of the SMBIOS specification, table "System Enclosure or Chassis Types". */
const CHASSIS: Readonly<Record<Exclude<DeviceType, 'virtual' | 'unknown'>, readonly number[]>> = {
  workstation: [3, 4, 5, 6, 7, 13, 15, 16, 24, 34, 35, 36],
  laptop: [8, 9, 10, 11, 14, 30, 31, 32],
  server: [17, 23, 25, 28, 29],
};

function typeOfChassis(chassis: number): DeviceType {
  const found = Object.entries(CHASSIS).find(([, numbers]) => numbers.includes(chassis));
  return (found?.[0] as DeviceType | undefined) ?? 'unknown';
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
