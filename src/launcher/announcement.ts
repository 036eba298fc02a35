/** What an operator needs to know once everything runs. */
export interface Announcement {
  readonly url: string;
  readonly claimCode: string | null;
  readonly dataDir: string;
}

/** The one line that programs wait for; its fields are fixed. */
export function readyLine({ url, claimCode, dataDir }: Announcement): string {
  return JSON.stringify({ event: 'ready', url, claimCode, dataDir });
}

/** The same in words. */
export function readyWords({ url, claimCode, dataDir }: Announcement): string {
  const lines = ['', `Latchkey is ready:  ${url}`];
  if (claimCode !== null) {
    lines.push(`Set-up code:        ${claimCode}`, '                    (makes the first administrator, once; the next start prints a new one)');
  }
  return [...lines, `Data and logs:      ${dataDir}`, 'Stop with Ctrl-C.', ''].join('\n');
}
