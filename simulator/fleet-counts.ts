/** What a simulated fleet has seen so far. */
export interface FleetCounts {
  enrolled: number;
  connected: number;
  connections: number;
  lost: number;
  instructions: number;
  refused: number;
  reports: number;
  receipts: number;
  remoteConnected: number;
  /** By close code or reason. */
  endings: Record<string, number>;
  /** What has gone wrong so far, by name. */
  faults: Record<string, number>;
}

export function noCounts(): FleetCounts {
  return { enrolled: 0, connected: 0, connections: 0, lost: 0, instructions: 0, refused: 0, reports: 0, receipts: 0, remoteConnected: 0, endings: {}, faults: {} };
}

/** The counts of several client processes together. */
export function sumCounts(parts: readonly FleetCounts[]): FleetCounts {
  const sum = noCounts();
  for (const { endings, faults, ...numbers } of parts) {
    for (const [name, value] of Object.entries(numbers)) sum[name as keyof typeof numbers] += value;
    for (const [ending, times] of Object.entries(endings)) sum.endings[ending] = (sum.endings[ending] ?? 0) + times;
    for (const [fault, times] of Object.entries(faults)) sum.faults[fault] = (sum.faults[fault] ?? 0) + times;
  }
  return sum;
}
