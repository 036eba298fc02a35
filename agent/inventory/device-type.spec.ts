import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linuxType, macType, windowsType } from './device-type.js';

describe('the kind of a computer', () => {
  const firmware = (facts: Record<string, string>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-dmi-'));
    for (const [name, content] of Object.entries(facts)) writeFileSync(join(folder, name), `${content}\n`);
    return folder;
  };
  const onLinux = (facts: Record<string, string>): string => {
    const folder = firmware(facts);
    return linuxType(folder, join(folder, 'cpuinfo'));
  };

  it.each([
    [{ sys_vendor: 'Dell Inc.', product_name: 'PowerEdge R740', chassis_type: '23' }, 'server'],
    [{ sys_vendor: 'LENOVO', product_name: 'ThinkPad T14', chassis_type: '10' }, 'laptop'],
    [{ sys_vendor: 'HP', product_name: 'EliteDesk 800', chassis_type: '3' }, 'workstation'],
    [{ sys_vendor: 'QEMU', product_name: 'Standard PC (Q35 + ICH9, 2009)', chassis_type: '1' }, 'virtual'],
    [{ sys_vendor: 'Microsoft Corporation', product_name: 'Virtual Machine', chassis_type: '3' }, 'virtual'],
    [{ cpuinfo: 'processor : 0\nflags\t\t: fpu hypervisor lahf_lm', chassis_type: '3' }, 'virtual'],
    [{ cpuinfo: 'model name : hypervisor', chassis_type: '2' }, 'unknown'],
    [{}, 'unknown'],
  ])('on Linux is told by firmware and processor: %j', (facts, type) => {
    expect(onLinux(facts)).toBe(type);
  });

  it.each([
    [['LENOVO', '20XWCTO1WW', '0xa', 'WinNT'], 'laptop'],
    [['Dell Inc.', 'OptiPlex 7090', '0x3', 'WinNT'], 'workstation'],
    [['HPE', 'ProLiant MicroServer', '0x7', 'ServerNT'], 'server'],
    [['VMware, Inc.', 'VMware7,1', '0x1', 'ServerNT'], 'virtual'],
    [['HP', 'EliteBook', '', 'WinNT'], 'unknown'],
  ])('on Windows is told by the registry: %j', ([maker, model, chassis, product], type) => {
    const registry = [
      'HKEY_LOCAL_MACHINE\\HARDWARE\\DESCRIPTION\\System\\BIOS',
      `    SystemManufacturer    REG_SZ    ${maker}`,
      `    SystemProductName    REG_SZ    ${model}`,
      ...(chassis ? [`    EnclosureType    REG_DWORD    ${chassis}`] : []),
      `    ProductType    REG_SZ    ${product}`,
    ].join('\r\n');
    expect(windowsType(registry)).toBe(type);
    expect(windowsType('')).toBe('unknown');
  });

  it.each([
    ['MacBookPro18,1\n0', 'laptop'],
    ['Mac14,3\n0', 'workstation'],
    ['VirtualMac2,1\n1', 'virtual'],
    ['', 'unknown'],
  ])('on macOS is told by its model: %j', (output, type) => {
    expect(macType(output)).toBe(type);
  });
});
