import type { RunCommand } from './run-command.js';

const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';

/** A program as "Apps & features" lists it. */
export interface InstalledProgram {
  /** The last part of its key: the product code of a package, any name of another installer. */
  readonly key: string;
  readonly name: string;
  readonly version: string | null;
  /** Installed by Windows Installer, so that its key is a product code. */
  readonly isPackage: boolean;
}

/** The programs installed for all users, 64-bit and 32-bit. Source: learn.microsoft.com/windows/win32/msi/uninstall-registry-key. */
export async function installedPrograms(run: RunCommand): Promise<readonly InstalledProgram[]> {
  const views = await Promise.all(['/reg:64', '/reg:32'].map(async (view) => parsePrograms((await run('reg.exe', ['query', KEY, '/s', view])).output)));
  return [...new Map(views.flat().map((program) => [program.key, program])).values()];
}

/** From what `reg query … /s` prints: a line with the key, then indented lines of name, type and value. */
export function parsePrograms(output: string): readonly InstalledProgram[] {
  return output.split(/\r?\n(?=HKEY_)/).flatMap((block) => {
    const [heading = '', ...lines] = block.split(/\r?\n/);
    const values = new Map(lines.flatMap((line) => {
      const [, name, value] = /^\s+(\S+)\s+REG_\w+\s+(.*?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }));
    const name = values.get('DisplayName');
    if (!heading.startsWith('HKEY_') || !name) return [];
    return [{ key: heading.trim().split('\\').at(-1)!, name, version: values.get('DisplayVersion') ?? null, isPackage: Number(values.get('WindowsInstaller') ?? 0) === 1 }];
  });
}
