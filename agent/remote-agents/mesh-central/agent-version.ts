const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The version in what `meshagent -info` prints. MeshAgents have no number, only a commit and its date, so it reads
 * `2022-11-02+650667126c2d`; undefined where the output says neither.
 */
export function parseAgentVersion(output: string): string | undefined {
  const commit = /Commit Hash:\s*([0-9a-f]{12})/i.exec(output)?.[1];
  const date = /Commit Date:\s*(\d{4})-([A-Z][a-z]{2})-(\d{1,2})/.exec(output);
  if (!commit || !date) return undefined;
  const month = MONTHS.indexOf(date[2]!) + 1;
  return `${date[1]}-${String(month).padStart(2, '0')}-${date[3]!.padStart(2, '0')}+${commit}`;
}
