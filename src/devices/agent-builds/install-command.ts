import type { OperatingSystem } from '../../../contracts/agent-protocol.js';
import type { AgentBuild } from './agent-builds.js';

/** Stands for the token in an install command; whoever made a token puts it there. */
export const TOKEN_PLACEHOLDER = '{token}';

const MACHINE_NAMES: Readonly<Record<string, string>> = { x64: 'x86_64|amd64', arm64: 'aarch64|arm64', arm: 'armv7l', x86: 'i686|i386' };

/**
 * The one line that installs the endpoint agent. It carries the SHA-256 of what it downloads, so the download need not be
 * trusted, and gives the token by standard input: it never shows in a list of processes. Throws where no build fits.
 */
export function installCommand(os: OperatingSystem, builds: readonly AgentBuild[], serverUrl: string): string {
  if (builds.length === 0) throw new RangeError(`no endpoint agent for ${os}`);
  const server = new URL(serverUrl).origin;
  return os === 'windows' ? powerShellLine(builds, server) : shellLine(builds, server);
}

/** Root's own `sh` with or without sudo; curl is kept to the scheme of the server. */
function shellLine(builds: readonly AgentBuild[], server: string): string {
  const cases = builds.map(({ platform, file, sha256 }) => `${MACHINE_NAMES[platform.split('-')[1]!] ?? platform}) f=${file} s=${sha256};;`);
  const script = [
    'set -eu',
    'd=$(mktemp -d)',
    'trap "rm -rf $d" EXIT',
    `case $(uname -m) in ${cases.join(' ')} *) echo "There is no endpoint agent for $(uname -m)." >&2; exit 1;; esac`,
    `curl -fsS --proto =${new URL(server).protocol.slice(0, -1)} -o "$d/latchkey-agent" "${server}/install/$f"`,
    'echo "$s  $d/latchkey-agent" | sha256sum -c --status || { echo "The download is not what this command expects." >&2; exit 1; }',
    'chmod 0755 "$d/latchkey-agent"',
    `"$d/latchkey-agent" enrol --server "${server}"`,
  ].join('; ');
  return `printf %s '${TOKEN_PLACEHOLDER}' | $(command -v sudo) sh -c '${script}'`;
}

/** Windows PowerShell 5.1 and later, as administrator. */
function powerShellLine(builds: readonly AgentBuild[], server: string): string {
  const choices = builds.map(({ platform, file, sha256 }) => `'${platform.split('-')[1]!}'=@('${file}','${sha256}')`);
  return [
    `$ErrorActionPreference='Stop'`,
    `$ProgressPreference='SilentlyContinue'`,
    `[Net.ServicePointManager]::SecurityProtocol='Tls12'`,
    `$a=$(if($env:PROCESSOR_ARCHITECTURE -eq 'ARM64'){'arm64'}else{'x64'})`,
    `$m=@{${choices.join(';')}}`,
    // Windows on ARM runs what was built for x64.
    `$b=$(if($m[$a]){$m[$a]}else{$m['x64']})`,
    `if(!$b){throw "There is no endpoint agent for $a."}`,
    `$f=Join-Path $env:TEMP ('latchkey-agent-'+[guid]::NewGuid()+'.exe')`,
    `Invoke-WebRequest -UseBasicParsing -Uri ('${server}/install/'+$b[0]) -OutFile $f`,
    `if((Get-FileHash $f -Algorithm SHA256).Hash -ne $b[1]){Remove-Item $f;throw 'The download is not what this command expects.'}`,
    `'${TOKEN_PLACEHOLDER}' | & $f enrol --server '${server}'`,
    `Remove-Item $f`,
  ].join('; ');
}
