/** Runs inside Wine, on the agent's own Node for Windows: takes the acts in the file of its first argument and writes what came of them beside it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { hardwareFacts, hardwareId } from '../../agent/identity/hardware-id.js';
import { deviceType } from '../../agent/inventory/device-type.js';
import { WindowsServiceControl } from '../../agent/remote-agents/mesh-central/windows-service-control.js';
import { installedPrograms } from '../../agent/system/installed-programs.js';
import { runCommand } from '../../agent/system/run-command.js';
import { installPackage, removeProduct } from '../../agent/system/windows-installer.js';

export type Act =
  | { readonly kind: 'install'; readonly msi: string; readonly properties?: Readonly<Record<string, string>> }
  | { readonly kind: 'remove'; readonly productCode: string }
  | { readonly kind: 'programs' | 'hardware-id' | 'device-type' | 'service' };

const LOG = 'C:\\latchkey-msi.log';

async function carryOut(act: Act): Promise<unknown> {
  switch (act.kind) {
    case 'install': return installPackage(runCommand, act.msi, LOG, act.properties);
    case 'remove': return removeProduct(runCommand, act.productCode, LOG);
    case 'programs': return installedPrograms(runCommand);
    case 'hardware-id': return hardwareId(hardwareFacts());
    case 'device-type': return deviceType(runCommand);
    case 'service': {
      const control = new WindowsServiceControl(runCommand);
      return { processId: (await control.processId()) ?? null, isUnregistered: await control.isUnregistered(), started: await control.start() };
    }
  }
}

async function main([file]: string[]): Promise<void> {
  const acts = JSON.parse(readFileSync(file!, 'utf8')) as Act[];
  const results: unknown[] = [];
  for (const act of acts) {
    try {
      results.push(await carryOut(act));
    } catch (error) {
      results.push({ thrown: String(error) });
    }
  }
  writeFileSync(`${file}.done`, JSON.stringify(results));
}

void main(process.argv.slice(2));
