import type { LatchkeyApi } from '../api/latchkey-api.js';
import type { Format } from '../command-line.js';
import { EXIT, type ExitCode, Undecided } from '../exit-codes.js';
import { oneLine } from '../one-line.js';
import type { Surroundings } from '../surroundings.js';
import { table } from './table.js';

export interface AccessReportOptions {
  readonly site: string;
  readonly from?: string;
  readonly to?: string;
  readonly format: Format;
}

interface Report {
  readonly siteName: string;
  readonly clientName: string;
  readonly from: string;
  readonly to: string;
  readonly items: readonly Access[];
  readonly total: number;
  readonly totalSeconds: number;
  readonly isCut: boolean;
}

interface Access {
  readonly openedAt: string;
  readonly seconds: number;
  readonly operatorName: string;
  readonly deviceName: string;
  readonly mode: string;
  readonly reason: string | null;
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Prints who entered the devices of a site, why, and for how long. */
export async function accessReport(api: LatchkeyApi, { site, from, to, format }: AccessReportOptions, { out, err }: Surroundings): Promise<ExitCode> {
  const wanted = { siteId: UUID.test(site) ? site : await siteNamed(api, site), ...(from && { from }), ...(to && { to }) };
  const report = await api.get<Report>(`/access-reports?${new URLSearchParams(wanted)}`);
  if (format === 'csv') out(await api.file('/access-reports/export', { ...wanted, format }));
  else if (format === 'json') out(`${JSON.stringify(report, null, 2)}\n`);
  else out(readable(report));
  if (report.isCut) err(`${report.items.length} of ${report.total} sessions are listed: a shorter period shows them all.\n`);
  return EXIT.done;
}

async function siteNamed(api: LatchkeyApi, name: string): Promise<string> {
  const { items } = await api.get<{ items: { id: string; name: string; clientName: string }[] }>(`/sites?limit=500&q=${encodeURIComponent(name)}`);
  const found = items.filter((site) => site.name.toLowerCase() === name.toLowerCase());
  if (found.length === 1) return found[0]!.id;
  const which = found.map(({ id, clientName }) => `${id} (${oneLine(clientName)})`).join(', ');
  throw new Undecided(found.length === 0 ? `No site is called ${name}.` : `Several sites are called ${name}: ${which}`);
}

function readable({ siteName, clientName, from, to, items, total, totalSeconds }: Report): string {
  const head = `${oneLine(siteName)} (${oneLine(clientName)}), ${minute(from)} to ${minute(to)} UTC\n\n`;
  const rows = items.map(({ openedAt, seconds, operatorName, deviceName, mode, reason }) => [minute(openedAt), `${minutes(seconds)} min`, operatorName, deviceName, mode, reason ?? '']);
  return `${head}${table(['opened (UTC)', 'for', 'who', 'device', 'how', 'why'], rows)}\n${total} sessions, ${minutes(totalSeconds)} minutes in all\n`;
}

const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');
const minutes = (seconds: number): number => Math.ceil(seconds / 60);
