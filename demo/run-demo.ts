import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Demonstration } from './demonstration.js';

/**
 * The demonstration beside a running server. Environment: `LATCHKEY_URL`, `LATCHKEY_DATA_DIR`. The first line of standard
 * input is the set-up code, empty when there is none any more; its end, like SIGTERM, means stop. What is for people goes
 * to standard output, which is shown and never kept; standard error is kept.
 */
async function main(): Promise<void> {
  const { LATCHKEY_URL: serverUrl, LATCHKEY_DATA_DIR: dataDir } = process.env;
  if (!serverUrl || !dataDir) throw new Error('LATCHKEY_URL and LATCHKEY_DATA_DIR must be set');
  const say = (line: string) => void process.stdout.write(`demo: ${line}\n`);
  // Nobody may listen any more when we are told to stop.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);

  const input = createInterface({ input: process.stdin });
  const claimCode = new Promise<string>((heard) => input.once('line', (line) => heard(line.trim())));
  const told = new Promise<void>((stop) => {
    input.once('close', stop);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop());
  });

  const demonstration = new Demonstration({ serverUrl, dataDir, logFile: join(dataDir, 'logs', 'demo-agent.log'), say });
  const work = claimCode.then((code) => demonstration.start(code || null));
  try {
    await Promise.race([told, work.then(() => told)]);
  } finally {
    await demonstration.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stdout.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
