import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface EngineRecord {
  readonly _id: string;
  readonly type?: string;
  readonly agent?: { readonly tag?: string };
  readonly $$deleted?: boolean;
}

/** The devices in the embedded engine's own database, whatever we believe: an append-only file in which the last line of an id holds. */
export function devicesOfEngine(dataDir: string): EngineRecord[] {
  const file = join(dataDir, 'engine/server/meshcentral.db');
  if (!existsSync(file)) return [];
  const latest = new Map<string, EngineRecord>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const record = recordOf(line);
    if (record?._id.startsWith('node/')) latest.set(record._id, record);
  }
  return [...latest.values()].filter(({ $$deleted }) => !$$deleted);
}

/** Undefined for a line that is only half written, as the engine itself reads it. */
function recordOf(line: string): EngineRecord | undefined {
  try {
    const record = JSON.parse(line) as Partial<EngineRecord>;
    return typeof record._id === 'string' ? (record as EngineRecord) : undefined;
  } catch {
    return undefined;
  }
}
