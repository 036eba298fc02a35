import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One Windows Installer package, built by wixl; `condition` must hold or it refuses, `sql` is applied to its tables afterwards. */
export interface PackageFacts {
  readonly name: string;
  readonly productCode: string;
  readonly condition?: string;
  readonly sql?: string;
}

/** Builds the package into a folder and returns its file. */
export function buildPackage(folder: string, { name, productCode, condition, sql }: PackageFacts): string {
  const file = join(folder, `${name}.msi`);
  writeFileSync(join(folder, 'hello.txt'), 'hello');
  writeFileSync(join(folder, `${name}.wxs`), `<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="${productCode}" Name="Latchkey ${name}" UpgradeCode="4b1d5a2e-0f3c-4a51-9d53-0d6f5a1f7c01" Language="1033" Version="1.2.3" Manufacturer="Latchkey">
    <Package InstallerVersion="200" Compressed="yes" />
    ${condition === undefined ? '' : `<Condition Message="refused">${condition}</Condition>`}
    <Media Id="1" Cabinet="files.cab" EmbedCab="yes" />
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFilesFolder"><Directory Id="Home" Name="Latchkey ${name}">
        <Component Id="Files" Guid="4b1d5a2e-0f3c-4a51-9d53-0d6f5a1f7c02"><File Id="Hello" Source="hello.txt" KeyPath="yes"/></Component>
      </Directory></Directory>
    </Directory>
    <Feature Id="Main" Level="1"><ComponentRef Id="Files"/></Feature>
  </Product>
</Wix>
`);
  demand('wixl', ['-o', file, `${name}.wxs`], folder);
  if (sql !== undefined) demand('msibuild', [file, '-q', sql], folder);
  return file;
}

function demand(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}${error ?? ''}`);
}
