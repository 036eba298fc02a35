import { CodedFailure } from '../../coded-failure.js';
import type { RunCommand } from '../../system/run-command.js';

/** The file is an argument and no part of the script: whatever its name is, it is not run. */
const SCRIPT =
  '& { $s = Get-AuthenticodeSignature -LiteralPath $args[0]; "status " + $s.Status; if ($s.SignerCertificate) { "sha1 " + $s.SignerCertificate.Thumbprint; "sha256 " + $s.SignerCertificate.GetCertHashString("SHA256") } }';

/** Refuses an installer that is not signed, validly, by the certificate of this thumbprint (SHA-1 or SHA-256, hex). */
export async function refuseSigner(run: RunCommand, file: string, thumbprint: string): Promise<void> {
  const { output } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', SCRIPT, file]);
  const signer = parseSigner(output);
  if (signer.status === 'Valid' && signer.thumbprints.includes(thumbprint)) return;
  throw new CodedFailure('RA-PKG-02', `the signature is ${signer.status}, by ${signer.thumbprints[0] ?? 'nobody'}`);
}

export function parseSigner(output: string): { readonly status: string; readonly thumbprints: readonly string[] } {
  const status = /^status (\w+)/m.exec(output)?.[1] ?? 'unknown';
  return { status, thumbprints: [...output.matchAll(/^sha(?:1|256) ([0-9A-Fa-f]+)/gm)].map(([, hex]) => hex!.toLowerCase()) };
}
